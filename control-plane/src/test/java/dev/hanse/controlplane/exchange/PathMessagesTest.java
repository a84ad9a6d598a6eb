// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.peers.PathTraffic;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.proto.v1.DirectionTraffic;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.HostFinding;
import dev.hanse.proto.v1.PathDrop;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects the picture of paths from reports of any size, and from numbers that take each other's place. */
class PathMessagesTest {

    private static final PathState STATE = PathState.newBuilder()
            .setPeer(GatewayKey.newBuilder().setCluster("west").setGateway("gw-1"))
            .setUp(true)
            .setRoundTripMicros(1500)
            .setSince(Timestamp.newBuilder().setSeconds(7))
            .build();

    @Test
    void whatAMemberSaysOfItsHostIsCut() {
        PathReport.Builder report = PathReport.newBuilder();
        for (int i = 0; i < 20; i++) {
            report.addFindings(HostFinding.newBuilder()
                    .setCode("c".repeat(70))
                    .setText("t\u001b".repeat(1000))
                    .setRemedy("r".repeat(2000)));
        }
        assertThat(PathMessages.findings(report.build())).hasSize(16).allSatisfy(each -> {
            assertThat(each.code()).hasSize(64);
            assertThat(each.text()).hasSize(1024).doesNotContain("\u001b");
            assertThat(each.remedy()).hasSize(1024);
        });
    }

    @Test
    void readsWhatIsSaid() {
        PathState state = STATE.toBuilder()
                .setMtu(1340)
                .setTraffic(dev.hanse.proto.v1.PathTraffic.newBuilder()
                        .setSent(direction(1))
                        .setReceived(direction(10))
                        .addDrops(drop("no route", 3))
                        .addDrops(drop("replayed", 4))
                        .addDrops(drop("no route", 5)))
                .build();
        assertThat(paths(state))
                .containsExactly(new PathReports.Path(
                        Fixture.gateway("west", "gw-1"),
                        true,
                        Duration.ofNanos(1_500_000),
                        Instant.ofEpochSecond(7),
                        Optional.of(new PathTraffic(
                                new PathTraffic.Direction(1, 2, List.of(3L, 4L), 5, 6, 7, 8),
                                new PathTraffic.Direction(10, 11, List.of(12L, 13L), 14, 15, 16, 17),
                                Map.of("no route", 8L, "replayed", 4L))),
                        1340));
        assertThat(paths(STATE))
                .singleElement()
                .satisfies(path -> assertThat(path.traffic()).isEmpty());
    }

    @Test
    void aReportHasALimit() {
        assertThat(PathMessages.paths(report(1024))).hasSize(1024);
        assertThatThrownBy(() -> PathMessages.paths(report(1025)))
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessage("path report: 1025 paths (expected: at most 1024)");
    }

    @Test
    void whatCannotBeIsAViolation() {
        assertThatThrownBy(() -> paths(STATE.toBuilder()
                        .setPeer(GatewayKey.getDefaultInstance())
                        .build()))
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageStartingWith("path report: ");
        assertThatThrownBy(() -> paths(STATE.toBuilder()
                        .setSince(Timestamp.newBuilder().setNanos(-1))
                        .build()))
                .isInstanceOf(ProtocolViolationException.class);
    }

    @Test
    void roundTripsStayInRange() {
        assertThat(paths(STATE.toBuilder().setRoundTripMicros(-1).build()))
                .singleElement()
                .satisfies(path -> assertThat(path.roundTrip())
                        .isBetween(Duration.ZERO, Duration.ofNanos(Integer.MAX_VALUE * 1000L)));
    }

    private static List<PathReports.Path> paths(PathState state) {
        return PathMessages.paths(PathReport.newBuilder().addPaths(state).build());
    }

    private static PathReport report(int paths) {
        return PathReport.newBuilder()
                .addAllPaths(Collections.nCopies(paths, STATE))
                .build();
    }

    private static PathDrop drop(String reason, long count) {
        return PathDrop.newBuilder().setReason(reason).setCount(count).build();
    }

    private static DirectionTraffic direction(long first) {
        return DirectionTraffic.newBuilder()
                .setPackets(first)
                .setOctets(first + 1)
                .addBursts(first + 2)
                .addBursts(first + 3)
                .setBurstDatagrams(first + 4)
                .setTimedFrames(first + 5)
                .setTimedNanos(first + 6)
                .setTimedOctets(first + 7)
                .build();
    }
}
