// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * System calls of Linux through the foreign-function interface, for the edges in {@code tun}, {@code net} and {@code route}. Numbers and
 * layouts hold on x86_64 and aarch64. Imports only the JDK.
 */
@NullMarked
package dev.hanse.tunnel.linux;

import org.jspecify.annotations.NullMarked;
