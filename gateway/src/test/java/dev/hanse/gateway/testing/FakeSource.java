// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.gateway.exports.Coverage;
import dev.hanse.gateway.exports.KnownExports;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A source that reads what the test says. */
public final class FakeSource implements ExportSource {

    private final String name;
    private Optional<Listener> listener = Optional.empty();
    private boolean closed;

    public FakeSource(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(Listener to) {
        listener = Optional.of(to);
    }

    public void reads(ExportSet set) {
        listener.orElseThrow().onExports(set);
    }

    public void readsInPart(ExportSet set, String reason) {
        listener.orElseThrow().onPartial(set, reason);
    }

    public void fails(String reason) {
        listener.orElseThrow().onStale(reason);
    }

    /** All that a cluster exports: services with one endpoint each. */
    public static KnownExports read(String address, String... services) {
        return new KnownExports(set(address, services), Coverage.READ);
    }

    /** A set of services with one endpoint each. */
    public static ExportSet set(String address, String... services) {
        List<ServicePort> ports = List.of(ServicePort.of("http", Protocol.TCP, 80));
        return new ExportSet(
                Arrays.stream(services)
                        .map(service -> new ServiceExport(
                                ServiceName.parse(service),
                                ServiceType.CLUSTER_SET_IP,
                                Instant.parse("2026-11-23T10:00:00Z"),
                                ports,
                                ServiceTraits.NONE))
                        .toList(),
                Arrays.stream(services)
                        .map(service -> new EndpointSlice(
                                ServiceName.parse(service),
                                "s1",
                                ports,
                                List.of(Endpoint.ready(InetAddress.ofLiteral(address)))))
                        .toList());
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }
}
