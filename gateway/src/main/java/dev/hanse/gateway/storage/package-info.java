// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Files of the data directory: written as a whole or not at all, checked when read, private to the owner. Imports only
 * the JDK and protobuf's runtime. Callers block; nothing here runs on the control loop.
 */
@NullMarked
package dev.hanse.gateway.storage;

import org.jspecify.annotations.NullMarked;
