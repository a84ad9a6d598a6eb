// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.testing;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.StableSlices;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.address.IpLiteral;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Protects tests elsewhere from a fake that behaves unlike the real sources. */
class InMemoryExportSourceTest extends ExportSourceContract {

    private static final List<ServicePort> HTTP = List.of(ServicePort.of("http", Protocol.TCP, 80));

    private final InMemoryExportSource memory = new InMemoryExportSource();

    @Override
    protected ExportSource open() {
        return memory;
    }

    @Override
    protected void export(List<ExportedService> services) {
        memory.set(new ExportSet(
                services.stream().map(InMemoryExportSourceTest::exportOf).toList(),
                services.stream().flatMap(InMemoryExportSourceTest::slicesOf).toList()));
    }

    @Override
    protected void breakReads() {
        memory.fail("broken by the test");
    }

    @Override
    protected void repairReads() {
        memory.repair();
    }

    @Override
    protected void loseContent() {
        memory.fail("emptied by the test");
    }

    private static ServiceExport exportOf(ExportedService service) {
        return new ServiceExport(service.name(), ServiceType.CLUSTER_SET_IP, Instant.EPOCH, HTTP, ServiceTraits.NONE);
    }

    private static Stream<EndpointSlice> slicesOf(ExportedService service) {
        List<Endpoint> endpoints = service.addresses().stream()
                .map(IpLiteral::parse)
                .map(Endpoint::ready)
                .toList();
        return StableSlices.of(service.name(), "memory", HTTP, endpoints).stream();
    }
}
