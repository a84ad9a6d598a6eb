// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.discovery.testing.ExportSourceContract;
import dev.hanse.discovery.testing.ExportedService;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Protects the contract of export sources against a real Consul, which is killed and started again where reads have to fail. */
class ConsulSourceIT extends ExportSourceContract {

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static ConsulAgent agent;

    private static final Set<String> REGISTERED = new HashSet<>();

    @BeforeAll
    static void startConsul() throws IOException {
        vertx = Vertx.vertx();
        agent = new ConsulAgent(folder, false);
    }

    @AfterAll
    static void stopConsul() {
        agent.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected ExportSource open() throws Exception {
        agent.start();
        export(List.of());
        return new ConsulExportSource(
                vertx, ConsulConfig.of(agent.address()), FirstSeen.inMemory(InstantSource.system()), new Random());
    }

    @Override
    protected void export(List<ExportedService> services) throws Exception {
        Set<String> gone = new HashSet<>(REGISTERED);
        for (ExportedService service : services) {
            for (String address : service.addresses()) {
                gone.remove(register(service, address));
            }
        }
        for (String id : gone) {
            agent.deregister(id);
            REGISTERED.remove(id);
        }
    }

    private static String register(ExportedService service, String address) throws Exception {
        String id = service.name().name() + "-" + address.replace('.', '-');
        agent.register(
                """
                {"ID": "%s", "Name": "%s", "Address": "%s", "Port": 80, "Meta": {"clusterset-export": "true",
                 "clusterset-namespace": "%s", "clusterset-port-name": "http"}}
                """.formatted(id, service.name().name(), address, service.name().namespace()));
        REGISTERED.add(id);
        return id;
    }

    @Override
    protected void breakReads() {
        agent.kill();
    }

    @Override
    protected void repairReads() throws Exception {
        agent.start();
    }

    @Override
    protected void loseContent() throws Exception {
        agent.kill();
        agent.loseData();
        agent.start();
    }
}
