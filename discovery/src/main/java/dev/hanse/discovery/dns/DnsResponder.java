// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * Answers DNS for the zone of the cluster set, authoritative, on UDP and TCP. Before the first view every question about the zone is answered SERVFAIL;
 * NXDOMAIN is only ever said about a view.
 *
 * <p>All methods may be called from any thread.
 */
public interface DnsResponder extends AutoCloseable {

    /**
     * Binds all addresses and starts to answer; returns when it does. Blocks: not for event loops.
     *
     * @throws DnsStartException if an address cannot be bound; says which and what to do
     */
    static DnsResponder start(Vertx vertx, DnsConfig config) {
        throw new UnsupportedOperationException(config.zone());
    }

    /**
     * Makes this view the one that is answered from; returns at once, and of several views published quickly only the last may be seen.
     *
     * @param unreachable clusters whose endpoints are left out of answers while others are left
     */
    void publish(View view, Set<ClusterId> unreachable);

    /** The addresses that are answered on, in the order of the configuration, with the real port where 0 was asked for. */
    List<InetSocketAddress> addresses();

    /** What has been done so far. */
    DnsStatistics statistics();

    /** Stops answering and releases all sockets; later calls do nothing. */
    @Override
    void close();
}
