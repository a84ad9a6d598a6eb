// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.GatewayFindings;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.HostFinding;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what gateways say of their hosts on its way to operators: all of it, and no longer than it holds. */
class HostFindingsTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;
    private TestGateway west;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
        controlPlane.join("east", "gw-1", "10.10.0.0/16");
        west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        west.connect();
        west.exportSnapshot();
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void connectionsShowWhatGatewaysFoundOnTheirHostsUntilItIsGone() {
        HostFinding finding = HostFinding.newBuilder()
                .setCode("FORWARD_DROPPED")
                .setText("table ip filter, chain FORWARD, policy drop")
                .setRemedy("accept them")
                .build();
        PathReport.Builder report =
                PathReport.newBuilder().addPaths(PathState.newBuilder().setPeer(key("east")));
        west.send(ExchangeRequest.newBuilder()
                .setPathReport(report.addFindings(finding))
                .build());
        west.exportChange(List.of(), List.of());
        assertThat(findings(""))
                .containsExactly(GatewayFindings.newBuilder()
                        .setGateway(key("west"))
                        .addFindings(finding)
                        .build());
        assertThat(findings("east")).isEmpty();

        west.send(ExchangeRequest.newBuilder()
                .setPathReport(report.clearFindings())
                .build());
        west.exportChange(List.of(), List.of());
        assertThat(findings("")).isEmpty();
    }

    private List<GatewayFindings> findings(String cluster) {
        return controlPlane
                .inspection()
                .listConnections(ListConnectionsRequest.newBuilder()
                        .setClusterId(cluster)
                        .build())
                .getFindingsList();
    }

    private static GatewayKey key(String cluster) {
        return GatewayKey.newBuilder().setCluster(cluster).setGateway("gw-1").build();
    }
}
