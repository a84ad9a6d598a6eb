// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * System calls of Linux through the foreign-function interface, for edges that Java has no other way to or a slower one, and what /proc tells. Numbers and layouts
 * hold on x86_64 and aarch64. What holds state for a call belongs to one thread at a time. Imports only the JDK.
 */
@NullMarked
package dev.hanse.net.linux;

import org.jspecify.annotations.NullMarked;
