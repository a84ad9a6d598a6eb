// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One value for each message, with every field of it set. One entry in each map: more have no order on the wire. */
final class FullValues {

    static final ServiceName NAME = new ServiceName("shop", "web");

    static final List<ServicePort> PORTS =
            List.of(new ServicePort("http", Protocol.UDP, 8443, "h2c"), ServicePort.of("", Protocol.SCTP, 65_535));

    /** With one that shares its number. */
    static final List<ServicePort> PORTS_OF_SERVICE =
            List.of(PORTS.getFirst(), new ServicePort("admin", Protocol.UDP, 8443, "h2"), PORTS.getLast());

    /** In an import, one without a name may be a Service's beside others, and so comes before those that may not. */
    static final List<ServicePort> PORTS_OF_IMPORT =
            List.of(PORTS.getFirst(), PORTS.getLast(), PORTS_OF_SERVICE.get(1));

    static final ServiceTraits TRAITS = new ServiceTraits(
            SessionAffinity.CLIENT_IP,
            600,
            "Local",
            "PreferSameZone",
            Map.of("team", "shop"),
            Map.of("dns.hanse.dev/selection", "spread"));

    static final ExportOrigin ORIGIN = new ExportOrigin("0b2c9c3e-4d52-4d6e-8f6a-2f6a3a1f8f11", 3);

    static final ServiceExport EXPORT = new ServiceExport(
            NAME,
            ServiceType.HEADLESS,
            Instant.parse("2026-11-23T12:00:00.123456789Z"),
            PORTS_OF_SERVICE,
            TRAITS,
            List.of(IpFamily.IPV6, IpFamily.IPV4),
            ORIGIN);

    static final ServiceImport IMPORT = new ServiceImport(
            NAME,
            ServiceType.CLUSTER_SET_IP,
            PORTS_OF_IMPORT,
            TRAITS,
            List.of(IpFamily.IPV6, IpFamily.IPV4),
            List.of(new ClusterId("east"), new ClusterId("west.prod")));

    static final EndpointSlice SLICE = new EndpointSlice(
            NAME,
            "web-1",
            PORTS,
            Set.of("http"),
            false,
            List.of(
                    new Endpoint(InetAddress.ofLiteral("10.1.2.3"), "web-0", true, false, true, 1000),
                    new Endpoint(InetAddress.ofLiteral("fd00::1"), "web-1", true, 1)));

    static final EndpointSlice PORTLESS =
            EndpointSlice.portless(NAME, "web-2", List.of(Endpoint.ready(InetAddress.ofLiteral("10.1.2.4"))));

    static final ExportCondition CONDITION = new ExportCondition(
            ExportCondition.Type.CONFLICT,
            ExportCondition.Status.TRUE,
            "PortConflict,TypeConflict",
            "ports differ from those of east, which is older",
            ORIGIN);

    private FullValues() {}
}
