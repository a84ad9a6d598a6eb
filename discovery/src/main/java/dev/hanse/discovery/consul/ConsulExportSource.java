// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.SourceThread;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Exports services of a Consul datacenter that opt in by service meta: {@code clusterset-export=true} and {@code clusterset-namespace}. An instance
 * is ready while all its checks and those of its node pass. What Consul does not answer stays as it was read last, each service for itself; what an answer lacks
 * is withdrawn only where it shows that it was deregistered.
 *
 * <p>Consul knows no creation times: an export's is the time at which this source saw it first.
 */
public final class ConsulExportSource implements ExportSource {

    private final ConsulConnection.Factory connections;
    private final FirstSeen firstSeen;
    private final ConsulTimings timings;
    private final RandomGenerator random;
    private final SourceThread thread = new SourceThread("consul");

    /**
     * A source that is not reading yet.
     *
     * @param vertx carries the connections; stays open
     * @param firstSeen for this source alone
     * @param random spreads attempts after failures; used by several threads
     * @throws IllegalArgumentException if the address names more than an agent
     */
    public ConsulExportSource(Vertx vertx, ConsulConfig config, FirstSeen firstSeen, RandomGenerator random) {
        config.requireStartable();
        this(
                VertxConsulConnection.factory(vertx, config, ConsulTimings.STANDARD.hold()),
                firstSeen,
                ConsulTimings.STANDARD,
                random);
    }

    ConsulExportSource(
            ConsulConnection.Factory connections, FirstSeen firstSeen, ConsulTimings timings, RandomGenerator random) {
        this.connections = connections;
        this.firstSeen = firstSeen;
        this.timings = timings;
        this.random = random;
    }

    @Override
    public String name() {
        return "consul";
    }

    @Override
    public void start(Listener listener) {
        thread.start(listener, report -> {
            Complaints complaints = new Complaints();
            followCatalog(new InstanceIndex(report, new ConsulExports(firstSeen, complaints), System::nanoTime));
        });
    }

    private void followCatalog(InstanceIndex index) {
        Servers servers = new Servers();
        try (Followers followers = new Followers(name -> follow(name, new ServiceReader(name, index, servers)))) {
            loop(ConsulConnection::services, new CatalogReader(index, servers, followers))
                    .run();
        }
    }

    private Thread follow(String service, ServiceReader reader) {
        QueryLoop<ConsulConnection, List<ConsulInstance>> loop =
                loop((connection, position) -> connection.instances(service, position, reader.hold(timings)), reader);
        return Thread.ofVirtual().name("hanse-consul-" + service).start(loop);
    }

    private <T> QueryLoop<ConsulConnection, T> loop(
            QueryLoop.Query<ConsulConnection, T> query, QueryLoop.Reader<ConsulConnection, T> reader) {
        return new QueryLoop<>(connections, query, reader, timings, random);
    }

    @Override
    public void close() {
        thread.close();
    }
}
