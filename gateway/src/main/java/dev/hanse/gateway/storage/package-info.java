// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Files of the data directory: written as a whole or not at all, checked when read, private to the owner; faults are
 * told and stop nothing. Imports the JDK, protobuf's runtime and, of the gateway, {@code loop}. Callers block, on threads
 * that may; only {@code DebouncedWrite}, which decides when, belongs to the control loop.
 */
@NullMarked
package dev.hanse.gateway.storage;

import org.jspecify.annotations.NullMarked;
