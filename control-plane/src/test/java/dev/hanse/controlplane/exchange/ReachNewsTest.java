// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static dev.hanse.controlplane.testing.TestTunnel.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.ClusterReach;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects gateways from taking a cluster for unreachable that the other one beside them reaches: over real TLS, each is told what the others say. */
class ReachNewsTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;
    private TestGateway first;
    private TestGateway second;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
        controlPlane.join("east", "gw-1", "10.10.0.0/16");
        first = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        second = controlPlane.gateway(controlPlane.joinAdditional("west", "gw-2"));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void eachIsToldWhatTheOtherReaches() {
        assertThat(first.connect(hello(1)).getClusterReach()).isTrue();
        awaitReach(first, reach(false));
        second.connect(hello(2));
        awaitReach(first, reach(true));
        awaitReach(second, reach(true));

        report(second, false);
        awaitReach(first, reach(true, "east"));
        report(first, false);
        awaitReach(second, reach(true, "east"));
        report(second, true);
        awaitReach(first, reach(true));
    }

    @Test
    void whoSaysNothingIsToldOnceAndTheStreamGoesOn() {
        first.connect(hello(1));
        awaitReach(first, reach(false));
        for (int i = 0; i < 20; i++) {
            report(first, true);
        }
        second.connect(hello(2));
        awaitReach(first, reach(true));
    }

    private static void awaitReach(TestGateway gateway, ClusterReach expected) {
        ExchangeResponse message = gateway.await(ExchangeResponse::hasClusterReach);
        assertThat(message.getClusterReach()).isEqualTo(expected);
    }

    private static ClusterReach reach(boolean others, String... unreachable) {
        ClusterReach.Builder reach = ClusterReach.newBuilder().setOtherGateways(others);
        for (String each : unreachable) {
            reach.addUnreachableByOthers(each);
        }
        return reach.build();
    }

    private static void report(TestGateway gateway, boolean up) {
        gateway.send(ExchangeRequest.newBuilder()
                .setPathReport(PathReport.newBuilder()
                        .addPaths(PathState.newBuilder()
                                .setPeer(GatewayKey.newBuilder()
                                        .setCluster("east")
                                        .setGateway("gw-1"))
                                .setSince(Timestamp.newBuilder().setSeconds(1))
                                .setUp(up)))
                .build());
    }
}
