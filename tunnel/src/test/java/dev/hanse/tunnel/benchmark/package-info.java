// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** JMH benchmarks of the packet path and its parts; {@code make bench-jmh} runs them. */
@NullMarked
package dev.hanse.tunnel.benchmark;

import org.jspecify.annotations.NullMarked;
