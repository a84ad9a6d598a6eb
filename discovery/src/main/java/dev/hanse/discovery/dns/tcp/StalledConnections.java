// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Connections whose clients do not read their answers. Each holds some 200,000 octets in our memory, hence only a few
 * may. Owned by one event loop.
 */
final class StalledConnections {

    private final int limit;
    private final Set<TcpConnection> inOrder = new LinkedHashSet<>();

    StalledConnections(int limit) {
        this.limit = limit;
    }

    /** Adds one; if there are too many now, the one that has been stalled longest is closed. */
    void add(TcpConnection connection) {
        inOrder.add(connection);
        if (inOrder.size() > limit) {
            Iterator<TcpConnection> oldest = inOrder.iterator();
            TcpConnection closed = oldest.next();
            oldest.remove();
            closed.close();
        }
    }

    /** Whether it was there. */
    boolean remove(TcpConnection connection) {
        return inOrder.remove(connection);
    }
}
