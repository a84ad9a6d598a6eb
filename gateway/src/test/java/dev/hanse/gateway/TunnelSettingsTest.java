// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.net.testing.Eventually;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import dev.hanse.tunnel.peer.PeerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the way of the tunnel's settings through the gateway: to the endpoint, and to the gateways of other clusters. */
class TunnelSettingsTest {

    private static final InetSocketAddress ADVERTISED =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40_000);

    /** Nothing is as by default. */
    private static final AnnouncedTunnel TUNNEL = new AnnouncedTunnel(
            new TunnelConfig(
                    "other0",
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40_000),
                    List.of(CipherSuite.CHACHA20_POLY1305),
                    2,
                    List.of(1, 0),
                    16,
                    65_536,
                    EngineChoice.JDK,
                    TunnelConfig.Edge.PORTABLE,
                    OptionalInt.of(1300)),
            List.of(ADVERTISED),
            false);

    @TempDir
    Path directory;

    @Test
    void reachTheEndpointAndTheOtherGateways() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(directory.resolve("control-plane"));
                LabGateway east = new LabGateway(directory.resolve("east"), "east", "10.10.0.0/16");
                LabGateway west = new LabGateway(directory.resolve("west"), "west", "10.20.0.0/16")) {
            east.token(controlPlane.token("east")).start();
            west.token(controlPlane.token("west")).tunnel(TUNNEL).start();

            assertThat(west.tunnel().config()).isEqualTo(TUNNEL.endpoint());
            assertThat(west.tunnel().localPrefixes()).hasToString("[10.20.0.0/16]");
            Eventually.await("east hears of west", () -> !east.tunnel().peers().isEmpty());
            PeerConfig peer = east.tunnel().peers().getFirst();
            assertThat(peer.remoteAddresses()).containsExactly(ADVERTISED);
            assertThat(peer.ciphers()).containsExactly(CipherSuite.CHACHA20_POLY1305);
            assertThat(peer.workers()).hasValue(2);
        }
    }
}
