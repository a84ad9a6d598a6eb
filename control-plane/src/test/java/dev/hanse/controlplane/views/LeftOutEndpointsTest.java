// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static dev.hanse.controlplane.testing.Fixture.service;
import static dev.hanse.controlplane.testing.Fixture.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects an exporter from a silence: whose endpoints nobody is answered with is told so, and why. */
class LeftOutEndpointsTest {

    private static final ServiceName WEB = ServiceName.parse("shop/web");

    private final Fixture fixture = new Fixture();
    private final GatewayId east = fixture.join("east", 1);
    private final GatewayId west = fixture.join("west", 2);

    @Test
    void exporterWhoseEndpointsListenOnNoPortOfItsOwnIsTold() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        fixture.snapshot(west, service("shop/web"), onPort(ServicePort.of("other", Protocol.TCP, 8080)));

        assertThat(fixture.view(west)).doesNotContain("slice west/shop/web/a");
        assertThat(fixture.conditions(west, "shop/web")).contains("READY FALSE Failed");
        assertThat(((ViewItem.Status) fixture.item(west, "status shop/web")).conditions())
                .anySatisfy(
                        condition -> assertThat(condition.message()).startsWith("endpoints left out: 1; they listen"));
        assertThat(fixture.conditions(east, "shop/web")).contains("READY TRUE Exported");
    }

    @Test
    void endpointsStayWhereAnOlderExportHasTheirPortUnderAnotherNumber() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        fixture.now = fixture.now.plusSeconds(60);
        ServicePort other = ServicePort.of("http", Protocol.TCP, 8080);
        fixture.snapshot(
                west,
                new ExportItem.Service(new ServiceExport(
                        WEB, ServiceType.CLUSTER_SET_IP, fixture.now, List.of(other), ServiceTraits.NONE)),
                onPort(other));

        assertThat(((ViewItem.Slice) fixture.item(east, "slice west/shop/web/a"))
                        .value()
                        .ports())
                .containsExactly(other);
        assertThat(fixture.conditions(west, "shop/web"))
                .contains("READY TRUE Exported")
                .contains("CONFLICT TRUE PortConflict");
        assertThat(((ViewItem.Status) fixture.item(west, "status shop/web")).conditions())
                .anySatisfy(condition ->
                        assertThat(condition.message()).contains("http is 80/TCP in east and 8080/TCP in west"));
    }

    @Test
    void aSliceOfAnExporterThatStatesNoPortsIsSeenWithThoseOfItsExport() {
        fixture.snapshot(
                east,
                service("shop/web"),
                new ExportItem.Slice(new EndpointSlice(
                        WEB, "a", List.of(), List.of(Endpoint.ready(InetAddress.ofLiteral("10.1.0.1"))))));

        assertThat(((ViewItem.Slice) fixture.item(west, "slice east/shop/web/a"))
                        .value()
                        .ports())
                .containsExactly(Fixture.HTTP);
    }

    private static ExportItem onPort(ServicePort port) {
        return new ExportItem.Slice(
                new EndpointSlice(WEB, "a", List.of(port), List.of(Endpoint.ready(InetAddress.ofLiteral("10.2.0.1")))));
    }
}
