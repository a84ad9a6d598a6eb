// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects tunnels from two peers with one key. */
class AnnouncementTest {

    @TempDir
    private Path dataDir;

    private static Hello.Builder hello(String address) {
        byte[] key = new byte[32];
        key[0] = 9;
        return Hello.newBuilder()
                .setTunnelEndpoint(TunnelEndpoint.newBuilder()
                        .setPublicKey(ByteString.copyFrom(key))
                        .addAddresses(address));
    }

    @Test
    void newcomerOfTheSameClusterTakesTheKeyOver() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestGateway first = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
            first.connect(hello("192.0.2.1:51820"));
            west.connect();
            assertThat(west.awaitView(view -> view.containsKey("peer east/gw-1")))
                    .containsOnlyKeys("peer east/gw-1");

            controlPlane.gateway(controlPlane.joinAdditional("east", "gw-2")).connect(hello("192.0.2.2:51820"));

            assertThat(west.awaitView(
                            view -> view.containsKey("peer east/gw-2") && !view.containsKey("peer east/gw-1")))
                    .containsOnlyKeys("peer east/gw-2");
        }
    }
}
