// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The control loop of an endpoint: turns what workers and timers report into sessions, path states and one published snapshot. Owner
 * thread: the control event loop. Imports {@code net.address}, {@code path}, {@code session}, {@code health}, {@code peer}.
 */
@NullMarked
package dev.hanse.tunnel.control;

import org.jspecify.annotations.NullMarked;
