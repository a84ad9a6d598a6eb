// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The edge to the peers: {@code DatagramPort}, its Linux and its Vert.x form, and the watch over file descriptors on a Vert.x event loop.
 * Imports {@code packet}, {@code net.linux}, Vert.x and Netty's epoll transport.
 */
@NullMarked
package dev.hanse.tunnel.net;

import org.jspecify.annotations.NullMarked;
