// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Protects what a loop relies on: all that one connection answers comes from the Consul that was looked at when it was opened. */
class VertxConsulConnectionTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void asksNothingOverASecondConnection() throws Exception {
        try (StubConsul consul = new StubConsul();
                ConsulConnection connection = VertxConsulConnection.factory(
                                VERTX, ConsulConfig.of(consul.address()), FastTimings.HOLD)
                        .open()) {
            assertThat(connection.services(0).value()).containsExactly("consul");
            consul.stop();
            consul.restart();

            assertThatThrownBy(() -> connection.services(0)).isInstanceOf(UnreachableException.class);
            assertThatThrownBy(() -> connection.services(0)).isInstanceOf(UnreachableException.class);
        }
    }
}
