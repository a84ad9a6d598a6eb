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
import java.util.Collections;
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

    /** An operator's client takes 4 MiB, and paths stand beside them. */
    @Test
    void whatManyMembersSayOfTheirHostsFitsOneAnswer() {
        HostFinding longest = HostFinding.newBuilder()
                .setCode("FORWARD_DROPPED")
                .setText("\u898f".repeat(1_024))
                .setRemedy("\u5247".repeat(1_024))
                .build();
        ExchangeRequest report = ExchangeRequest.newBuilder()
                .setPathReport(PathReport.newBuilder()
                        .addPaths(PathState.newBuilder().setPeer(key("east")))
                        .addAllFindings(Collections.nCopies(16, longest)))
                .build();
        for (int i = 0; i < 8; i++) {
            TestGateway member =
                    controlPlane.gateway(controlPlane.join("member-" + i, "gw-1", "10.10" + i + ".0.0/16"));
            member.connect();
            member.exportSnapshot();
            member.send(report);
            member.exportChange(List.of(), List.of());
        }
        assertThat(findings("")).hasSizeBetween(2, 7);
        assertThat(findings("").stream()
                        .mapToInt(GatewayFindings::getSerializedSize)
                        .sum())
                .isLessThan(512 << 10);
        assertThat(findings("member-7"))
                .singleElement()
                .satisfies(each -> assertThat(each.getFindingsCount()).isEqualTo(16));
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
