// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.testing.ExportSourceContract;
import dev.hanse.discovery.testing.ExportedService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/** Holds the source for Kubernetes to what every source promises. */
final class KubernetesExportSourceContractTest extends ExportSourceContract {

    private final StubApi api;

    KubernetesExportSourceContractTest() throws IOException {
        api = new StubApi();
    }

    @Override
    protected ExportSource open() {
        ApiAccess access = new ApiAccess(
                api.address(), new ApiAccess.Tls(Optional.empty(), Optional.empty(), Optional.empty()), "");
        return new KubernetesExportSource(
                () -> access, Optional.empty(), _ -> true, FastTimings.TIMINGS, ExportStatusSink.NONE, new Random(1));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Override
    protected void export(List<ExportedService> services) {
        Set<String> names =
                services.stream().map(service -> service.name().toString()).collect(Collectors.toSet());
        for (String gone : api.keys(StubApi.EXPORTS)) {
            if (!names.contains(gone)) {
                api.delete(StubApi.EXPORTS, gone);
            }
        }
        services.forEach(this::put);
    }

    /** Endpoints on the number of the service, which the contract looks for. */
    private void put(ExportedService service) {
        String name = service.name().toString();
        api.put(StubApi.SERVICES, KubernetesObjects.service(name));
        api.put(
                StubApi.SLICES,
                KubernetesObjects.slice(
                        name + "-1",
                        service.name().name(),
                        "{\"name\":\"http\",\"port\":80}",
                        service.addresses().stream()
                                .map(address -> KubernetesObjects.endpoint(address, ""))
                                .collect(Collectors.joining(","))));
        api.put(StubApi.EXPORTS, KubernetesObjects.export(name));
    }

    @Override
    protected void breakReads() {
        api.refuse("*", 500);
    }

    @Override
    protected void repairReads() {
        api.refuse("*", 0);
        api.loseContent(false);
    }

    @Override
    protected void loseContent() {
        api.loseContent(true);
    }
}
