// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * IP addresses and prefixes as text and as values: the one place that decides which forms are accepted. Immutable and free of threads; never asks
 * DNS. Imports only the JDK.
 */
@NullMarked
package dev.hanse.net.address;

import org.jspecify.annotations.NullMarked;
