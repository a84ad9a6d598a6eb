// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static dev.hanse.controlplane.testing.TestTunnel.endpoint;
import static dev.hanse.controlplane.testing.TestTunnel.hello;
import static dev.hanse.controlplane.testing.TestTunnel.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestExports;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.net.testing.Eventually;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.Gateway;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.PeerGateway;
import dev.hanse.proto.v1.RotateGatewayKeyRequest;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.proto.v1.ViewItem;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the replacement of a tunnel key over real TLS: who is told what, in which order, and what is kept of it. */
class KeyRotationTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;
    private TestIdentity identity;
    private TestGateway east;
    private TestGateway west;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
        identity = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        east = controlPlane.gateway(identity);
        west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        east.connect(hello(1));
        west.connect(hello(2));
        west.awaitView(view -> view.containsKey("peer east/gw-1"));
        east.awaitView(view -> view.containsKey("peer west/gw-1"));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private static PeerGateway peer(TestGateway gateway, String name) {
        return gateway.view()
                .getOrDefault("peer " + name, ViewItem.getDefaultInstance())
                .getPeerGateway();
    }

    private boolean rotate(String gateway) {
        return controlPlane
                .registry()
                .rotateGatewayKey(RotateGatewayKeyRequest.newBuilder()
                        .setClusterId("east")
                        .setGatewayName(gateway)
                        .build())
                .getConnected();
    }

    private Gateway shown() {
        return controlPlane
                .registry()
                .getCluster(GetClusterRequest.newBuilder().setClusterId("east").build())
                .getCluster()
                .getGateways(0);
    }

    private static void say(TestGateway gateway, TunnelEndpoint endpoint) {
        gateway.send(ExchangeRequest.newBuilder().setTunnelEndpoint(endpoint).build());
    }

    @Test
    void gatewayIsAskedAndItsPeersLearnTheKeyThatItMade() throws Exception {
        ByteString pairKey = peer(west, "east/gw-1").getPresharedKey();

        assertThat(rotate("gw-1")).isTrue();
        assertThat(east.await(ExchangeResponse::hasTunnelKeyRetirement)
                        .getTunnelKeyRetirement()
                        .getPublicKey())
                .isEqualTo(key(1));
        assertThat(shown().getTunnelKeyRetired()).isTrue();
        assertThat(peer(west, "east/gw-1").getPresharedKey()).as("until then").isEqualTo(pairKey);

        say(east, endpoint(3));
        assertThat(east.await(ExchangeResponse::hasTunnelEndpointAck)
                        .getTunnelEndpointAck()
                        .getPublicKey())
                .isEqualTo(key(3));
        west.awaitView(_ -> peer(west, "east/gw-1").getEndpoint().getPublicKey().equals(key(3)));
        east.awaitView(_ -> peer(east, "west/gw-1")
                .getPresharedKey()
                .equals(peer(west, "east/gw-1").getPresharedKey()));
        assertThat(peer(west, "east/gw-1").getPresharedKey()).isNotEqualTo(pairKey);
        assertThat(shown().getTunnelKeyRetired()).isFalse();
        assertThat(shown().getTunnelPublicKey()).isEqualTo(key(3));

        assertThat(east.exportSnapshot(TestExports.service("shop/web")).getRefusalsCount())
                .as("the stream goes on")
                .isZero();
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            assertThat(store.audit(2))
                    .extracting(each -> each.actor() + " " + each.action() + " " + each.subject())
                    .containsExactly(
                            "east/gw-1 gateway.rotate-key east/gw-1",
                            "spiffe://demo/operator/admin gateway.rotate-key east/gw-1");
        }
    }

    @Test
    void gatewayThatDoesNotKnowTheMessageIsAskedEachTimeItConnects() {
        rotate("gw-1");
        rotate("gw-1");
        for (int i = 0; i < 20; i++) {
            assertThat(east.exportSnapshot(TestExports.service("shop/web")).getRefusalsCount())
                    .isZero();
        }
        assertThat(shown().getTunnelKeyRetired()).isTrue();
        controlPlane.stop();
        controlPlane.startAgain();

        east.connect(hello(1));
        assertThat(east.await(ExchangeResponse::hasTunnelKeyRetirement)
                        .getTunnelKeyRetirement()
                        .getPublicKey())
                .isEqualTo(key(1));
        assertThat(shown().getTunnelKeyRetired()).isTrue();
        controlPlane.gateway(identity).connect(hello(4));
        Eventually.await("the key is given up", () -> !shown().getTunnelKeyRetired());
    }

    /** What a Hello may not say of an endpoint, its later change may not say either. */
    @ParameterizedTest
    @CsvSource({"10.20.0.7:51820, PREFIX_OVERLAP", "192.0.2.2:51820, TUNNEL_ADDRESS_IN_USE"})
    void newKeyBringsNoAddressOfOthersWithIt(String address, String reason) {
        rotate("gw-1");
        east.await(ExchangeResponse::hasTunnelKeyRetirement);

        say(east, endpoint(3).toBuilder().setAddresses(0, address).build());

        assertThat(Refusals.of(east.awaitEnd())).isEqualTo("FAILED_PRECONDITION " + reason);
        assertThat(peer(west, "east/gw-1").getEndpoint().getPublicKey()).isEqualTo(key(1));
    }

    @Test
    void nobodyTellsAKeyUnasked() {
        say(east, endpoint(3));
        assertThat(Refusals.of(east.awaitEnd())).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");

        east.connect(hello(1));
        rotate("gw-1");
        say(east, endpoint(1));
        assertThat(Refusals.of(east.awaitEnd())).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");

        east.connect(hello(1));
        say(east, endpoint(2));
        assertThat(Refusals.of(east.awaitEnd()))
                .as("a key of another cluster")
                .isEqualTo("FAILED_PRECONDITION TUNNEL_KEY_IN_USE");
    }

    @Test
    void onlyAGatewayWithATunnelHasAKey() {
        controlPlane.joinAdditional("east", "gw-2");
        for (String gateway : List.of("gw-2", "gw-3")) {
            StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> rotate(gateway));
            assertThat(Refusals.of(refused))
                    .isEqualTo(
                            gateway.equals("gw-2") ? "FAILED_PRECONDITION TUNNEL_ABSENT" : "NOT_FOUND GATEWAY_UNKNOWN");
        }
    }
}
