// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static dev.hanse.controlplane.testing.TestTunnel.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.net.testing.Eventually;
import dev.hanse.proto.v1.DrainGatewayRequest;
import dev.hanse.proto.v1.DrainGatewayResponse;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.UndrainGatewayRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what the control plane keeps of a drain, whom it tells, and what it says to the operator. */
class DrainTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;
    private TestIdentity identity;
    private TestGateway one;
    private TestGateway two;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
        identity = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        one = controlPlane.gateway(identity);
        two = controlPlane.gateway(controlPlane.joinAdditional("east", "gw-2"));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private DrainGatewayResponse drain(String gateway) {
        return controlPlane
                .registry()
                .drainGateway(DrainGatewayRequest.newBuilder()
                        .setClusterId("east")
                        .setGatewayName(gateway)
                        .build());
    }

    private boolean undrain(String gateway) {
        return controlPlane
                .registry()
                .undrainGateway(UndrainGatewayRequest.newBuilder()
                        .setClusterId("east")
                        .setGatewayName(gateway)
                        .build())
                .getConnected();
    }

    private static boolean told(TestGateway gateway) {
        return gateway.await(ExchangeResponse::hasGatewayDrain)
                .getGatewayDrain()
                .getDrained();
    }

    @Test
    void theGatewayIsToldAndItIsWrittenDownOnce() throws Exception {
        assertThat(one.connect(hello(1)).getDrained()).isFalse();
        two.connect(hello(2));
        DrainGatewayResponse answer = drain("gw-1");
        assertThat(answer.getConnected()).isTrue();
        assertThat(answer.getOthers()).isTrue();
        assertThat(told(one)).isTrue();
        assertThat(drain("gw-1").getOthers()).as("again").isTrue();
        assertThat(undrain("gw-1")).isTrue();
        assertThat(undrain("gw-1")).isTrue();
        Eventually.await("the end is told", () -> !told(one));
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            assertThat(store.audit(2))
                    .extracting(each -> each.action() + " " + each.subject())
                    .containsExactly("gateway.undrain east/gw-1", "gateway.drain east/gw-1");
        }
    }

    @Test
    void aDrainOutlivesRestartsAndAnotherConnection() {
        one.connect(hello(1));
        drain("gw-1");
        controlPlane.stop();
        controlPlane.startAgain();
        assertThat(one.connect(hello(1)).getDrained()).isTrue();
        assertThat(undrain("gw-1")).isTrue();
        assertThat(controlPlane.gateway(identity).connect(hello(1)).getDrained())
                .isFalse();
    }

    @Test
    void othersAreThoseThatCarryFlows() {
        one.connect(hello(1));
        assertThat(drain("gw-1").getOthers()).as("not connected").isFalse();
        two.connect(hello(2));
        assertThat(drain("gw-1").getOthers()).isTrue();
        assertThat(drain("gw-2").getOthers()).as("drained itself").isFalse();
    }

    @Test
    void oneThatIsUnknownOrRunsNoTunnelIsRefused() {
        for (Map.Entry<String, String> each : Map.of(
                        "gw-2", "FAILED_PRECONDITION TUNNEL_ABSENT", "gw-3", "NOT_FOUND GATEWAY_UNKNOWN")
                .entrySet()) {
            assertThat(Refusals.of(catchThrowableOfType(StatusRuntimeException.class, () -> drain(each.getKey()))))
                    .isEqualTo(each.getValue());
        }
    }
}
