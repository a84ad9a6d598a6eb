// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/** A connection to Consul's HTTP API that carries one request at a time, to any path. Used by one thread, which the requests block. */
public interface ConsulRequests extends AutoCloseable {

    /**
     * Opens connections; for any thread.
     *
     * @param <C> what it opens
     */
    interface Factory<C extends ConsulRequests> {

        /** @throws ConsulException if the configuration cannot be used now; reaching Consul is left to the first query */
        C open() throws ConsulException;
    }

    /**
     * Connections to a real Consul.
     *
     * @param vertx carries them; stays open
     * @param hold longest time for which Consul holds back an answer, in whole seconds
     * @throws IllegalArgumentException if the address names more than an agent
     */
    static Factory<ConsulRequests> factory(Vertx vertx, ConsulConfig config, Duration hold) {
        config.requireStartable();
        ConsulConnection.Factory connections = VertxConsulConnection.factory(vertx, config, hold);
        return connections::open;
    }

    /**
     * Asks what there is.
     *
     * @param path without a query
     * @param index 0: answer at once; else wait until the state is newer, or for a while
     * @return empty: Consul has no such thing (404)
     */
    ConsulAnswer<Optional<Buffer>> read(String path, long index) throws ConsulException, InterruptedException;

    /**
     * Changes something.
     *
     * @param path with its query, if any
     * @return whatever Consul answered
     * @throws ConsulException if it did not, or what it says to any request: no rights at all, too many requests, no leader
     */
    ConsulReply write(String path, String body) throws ConsulException, InterruptedException;

    @Override
    void close();
}
