// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Takes the answers about one followed service, on the thread of its loop. */
final class ServiceReader implements QueryLoop.Reader<ConsulConnection, List<ConsulInstance>> {

    private final String name;
    private final InstanceIndex index;
    private final Servers servers;
    private int generation;

    ServiceReader(String name, InstanceIndex index, Servers servers) {
        this.name = name;
        this.index = index;
        this.servers = servers;
    }

    /** For how long Consul may hold back the next answer. */
    Duration hold(ConsulTimings timings) {
        return index.isStale(name) ? timings.doubt() : timings.hold();
    }

    @Override
    public void onConnect(ConsulConnection connection) throws ConsulException, InterruptedException {
        generation = servers.generationAt(connection);
    }

    @Override
    public void onAnswer(ConsulConnection connection, ConsulAnswer<List<ConsulInstance>> answer)
            throws ConsulException, InterruptedException {
        boolean named = answer.value().isEmpty() && isNamed(connection);
        Set<String> renewed = RenewedNodes.of(connection, index.missing(name, answer.value()), index::isRenewed);
        index.onAnswer(name, Observation.of(answer, named, renewed, generation));
    }

    private boolean isNamed(ConsulConnection connection) throws ConsulException, InterruptedException {
        Set<String> names = connection.services(0).value();
        ReadRights.require(names);
        return names.contains(name);
    }

    @Override
    public void onFailure(ConsulException failure) {
        index.onFailure(name, failure);
    }
}
