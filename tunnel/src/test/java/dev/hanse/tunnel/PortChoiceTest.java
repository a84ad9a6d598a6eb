// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.FreePorts;
import dev.hanse.tunnel.TunnelConfig.Edge;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.net.LinuxDatagramPort;
import dev.hanse.tunnel.net.VertxDatagramPort;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the choice of the UDP edge: by itself, or as configured, and the port is of the form that was chosen. */
class PortChoiceTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> lines = new ArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, true, NATIVE",
        "AUTO, false, PORTABLE",
        "NATIVE, true, NATIVE",
        "NATIVE, false, NATIVE",
        "PORTABLE, true, PORTABLE",
        "PORTABLE, false, PORTABLE"
    })
    void followsTheSettingThenTheSystem(Edge setting, boolean available, Edge chosen) throws Exception {
        assertThat(choice(setting, available).edge()).isEqualTo(chosen);
        try (DatagramPort port = open(choice(setting, available))) {
            assertThat(port).isInstanceOf(chosen == Edge.NATIVE ? LinuxDatagramPort.class : VertxDatagramPort.class);
            assertThat(lines).isEmpty();
        }
    }

    private PortChoice choice(Edge setting, boolean available) {
        TunnelConfig config = TunnelConfig.of(
                        "hanse0", new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.one()))
                .withEdge(setting);
        return new PortChoice(config, () -> available, new KernelReport(lines::add));
    }

    private DatagramPort open(PortChoice choice) throws TimeoutException {
        return choice.open(vertx, 0).await(20, TimeUnit.SECONDS);
    }
}
