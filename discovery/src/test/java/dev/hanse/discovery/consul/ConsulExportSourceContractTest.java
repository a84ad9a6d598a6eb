// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.testing.ExportSourceContract;
import dev.hanse.discovery.testing.ExportedService;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Protects what the Consul source shares with all others, over Consul's HTTP API. */
class ConsulExportSourceContractTest extends ExportSourceContract {

    private static Vertx vertx;

    private final StubConsul consul;

    ConsulExportSourceContractTest() throws IOException {
        consul = new StubConsul();
    }

    @BeforeAll
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stopConsul() {
        consul.close();
    }

    @Override
    protected ExportSource open() {
        return new ConsulExportSource(
                VertxConsulConnection.factory(vertx, ConsulConfig.of(consul.address()), FastTimings.HOLD),
                FirstSeen.inMemory(InstantSource.system()),
                FastTimings.FAST,
                new Random());
    }

    @Override
    protected void export(List<ExportedService> services) {
        consul.set(services.stream()
                .flatMap(ConsulExportSourceContractTest::instancesOf)
                .toList());
    }

    @Override
    protected void breakReads() {
        consul.change(catalog -> catalog.answerWith(500));
    }

    @Override
    protected void repairReads() {
        consul.change(catalog -> catalog.answerWith(200));
    }

    @Override
    protected void loseContent() {
        consul.change(catalog -> catalog.replaceBy("another server", 3));
    }

    private static Stream<ConsulInstance> instancesOf(ExportedService service) {
        Map<String, String> meta = Map.of("clusterset-namespace", service.name().namespace());
        return service.addresses().stream()
                .map(address -> Instances.of(service.name().name(), address, address, 80, meta));
    }
}
