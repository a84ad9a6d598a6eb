// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** The ports between discovery and the gateway: where exports come from. */
@NullMarked
package dev.hanse.discovery;

import org.jspecify.annotations.NullMarked;
