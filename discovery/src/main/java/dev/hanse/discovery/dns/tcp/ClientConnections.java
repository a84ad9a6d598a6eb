// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The connections by client address, so that one client cannot take them all. Owned by one event loop. */
final class ClientConnections {

    private final int limit;
    private final Map<String, Set<TcpConnection>> byClient = new HashMap<>();

    ClientConnections(int limit) {
        this.limit = limit;
    }

    /** Adds a connection; if its client has too many now, returns the one that has been idle longest, to be closed. */
    Optional<TcpConnection> add(TcpConnection connection) {
        Set<TcpConnection> own = byClient.computeIfAbsent(connection.client(), k -> new LinkedHashSet<>());
        own.add(connection);
        return own.size() > limit
                ? own.stream().min(Comparator.comparingLong(TcpConnection::lastQueryNanos))
                : Optional.empty();
    }

    void remove(TcpConnection connection) {
        byClient.computeIfPresent(connection.client(), (client, own) -> {
            own.remove(connection);
            return own.isEmpty() ? null : own;
        });
    }
}
