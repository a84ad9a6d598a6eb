// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.testing.RecordingListener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A source that has not begun to read, a Consul for it and a listener that keeps what it reports. */
abstract class ConsulSourceFixture {

    static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");
    private static Vertx vertx;

    final RecordingListener listener = new RecordingListener();
    StubConsul consul;
    ConsulExportSource source;

    @BeforeAll
    static void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    final void prepare() throws IOException {
        consul = new StubConsul();
        source = source(ConsulConfig.of(consul.address()));
    }

    @AfterEach
    final void close() {
        source.close();
        consul.close();
    }

    static ConsulExportSource source(ConsulConfig config) {
        return new ConsulExportSource(
                VertxConsulConnection.factory(vertx, config, FastTimings.HOLD),
                FirstSeen.inMemory(InstantSource.fixed(NOW)),
                FastTimings.FAST,
                new Random());
    }

    static List<Endpoint> endpoints(ExportSet set) {
        return set.slices().stream()
                .map(EndpointSlice::endpoints)
                .flatMap(List::stream)
                .toList();
    }

    static List<String> addresses(ExportSet set) {
        return endpoints(set).stream()
                .map(endpoint -> endpoint.address().getHostAddress())
                .sorted()
                .toList();
    }
}
