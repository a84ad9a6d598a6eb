// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** The edge to the pods: {@code TunDevice}, its queues and its Linux form. Imports {@code packet} and {@code net.linux}. */
@NullMarked
package dev.hanse.tunnel.tun;

import org.jspecify.annotations.NullMarked;
