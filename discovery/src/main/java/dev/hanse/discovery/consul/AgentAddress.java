// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the agent's name as other programs of the host do, for each connection anew. Vert.x reads {@code /etc/hosts} and {@code resolv.conf} once in its life,
 * knows nothing of {@code nsswitch.conf}, and asks servers on the Internet where it finds none.
 */
final class AgentAddress {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private AgentAddress() {}

    /**
     * Where the agent is now. A lookup cannot be interrupted, so it has a thread of its own.
     *
     * @throws ConsulException if the name leads nowhere
     */
    static SocketAddress find(ConsulConfig config, Unanswered unanswered) throws ConsulException, InterruptedException {
        String host = config.address().getHost();
        FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(host));
        Thread.ofVirtual().name("hanse-consul-name").start(lookup);
        try {
            InetAddress found = lookup.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            // Without the name, which Vert.x would look up again in its own way.
            return SocketAddress.inetSocketAddress(config.port(), found.getHostAddress());
        } catch (ExecutionException e) {
            throw unanswered.by(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw unanswered.by(new TimeoutException("no address of " + host + " in " + PATIENCE.toSeconds() + " s"));
        }
    }
}
