// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The packet path: {@code OutboundPath} (pod to peer), {@code InboundPath} (peer to pod) and the reasons to drop. The only place that
 * branches on packets. Owner thread: the event loop of one data worker; nothing here is shared between workers. Imports {@code packet},
 * {@code peer}, {@code wire}, {@code crypto}, {@code session}, {@code health} and the edge interfaces of {@code tun} and {@code net}.
 */
@NullMarked
package dev.hanse.tunnel.path;

import org.jspecify.annotations.NullMarked;
