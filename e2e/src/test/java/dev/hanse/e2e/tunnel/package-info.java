// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Tunnel endpoints as processes on test hosts, against wireguard-go and against each other. */
@NullMarked
package dev.hanse.e2e.tunnel;

import org.jspecify.annotations.NullMarked;
