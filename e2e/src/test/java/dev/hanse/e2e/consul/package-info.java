// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** The Consul source against a real agent. Needs the command {@code consul}, which deploy/setup provides. */
@NullMarked
package dev.hanse.e2e.consul;

import org.jspecify.annotations.NullMarked;
