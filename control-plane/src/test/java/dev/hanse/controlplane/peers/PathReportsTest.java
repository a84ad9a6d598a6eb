// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects the operator's picture of paths: the newest word of each, nothing of who is gone, and no more than a member may say. */
class PathReportsTest {

    private static final Instant NOW = Fixture.NOW;
    private static final GatewayId EAST = Fixture.gateway("east", "gw-1");
    private static final GatewayId WEST = Fixture.gateway("west", "gw-1");
    private static final GatewayId NORTH = Fixture.gateway("north", "gw-1");

    private final PathReports reports = new PathReports();

    @Test
    void aReportMayNameOnlyWhatChanged() {
        reports.put(EAST, List.of(path(WEST, true), path(NORTH, true)), List.of(), NOW);
        reports.put(EAST, List.of(path(NORTH, false)), List.of(), NOW.plusSeconds(10));
        PathReports.Report report = report();
        assertThat(report.receivedAt()).isEqualTo(NOW.plusSeconds(10));
        assertThat(report.paths()).isEqualTo(Map.of(WEST, path(WEST, true), NORTH, path(NORTH, false)));
    }

    @Test
    void aClusterThatIsGoneIsForgottenAtBothEnds() {
        reports.put(EAST, List.of(path(WEST, true), path(NORTH, true)), List.of(), NOW);
        reports.put(WEST, List.of(path(EAST, true)), List.of(), NOW);
        reports.removeAll(new ClusterId("west"));
        assertThat(reports.all()).containsOnlyKeys(EAST);
        assertThat(report().paths()).containsOnlyKeys(NORTH);
        assertThat(report().receivedAt()).isEqualTo(NOW);
    }

    @Test
    void aGatewayThatIsLostHasSaidNothing() {
        reports.put(EAST, List.of(path(WEST, true)), List.of(), NOW);
        reports.remove(EAST);
        reports.put(EAST, List.of(path(NORTH, true)), List.of(), NOW);
        assertThat(report().paths()).containsOnlyKeys(NORTH);
    }

    @Test
    void whatAMemberSaysOfItsTrafficHasLimits() {
        assertThat(traffic(PathTraffic.MAX_BUCKETS, PathTraffic.MAX_DROPS, PathTraffic.MAX_REASON)
                        .drops())
                .hasSize(64);
        assertThatThrownBy(() -> traffic(17, 0, 2)).hasMessage("burst buckets: 17 (expected: at most 16)");
        assertThatThrownBy(() -> traffic(0, 65, 2)).hasMessage("drop reasons: 65 (expected: at most 64)");
        assertThatThrownBy(() -> traffic(0, 1, 65)).hasMessage("octets of a drop reason: 65 (expected: at most 64)");
    }

    private PathReports.Report report() {
        return Objects.requireNonNull(reports.all().get(EAST));
    }

    private static PathTraffic traffic(int buckets, int drops, int reasonOctets) {
        PathTraffic.Direction direction = new PathTraffic.Direction(1, 2, Collections.nCopies(buckets, 3L), 4, 5, 6, 7);
        Map<String, Long> byReason = new HashMap<>();
        for (int i = 0; i < drops; i++) {
            byReason.put("x".repeat(reasonOctets - 2) + (char) ('a' + i / 26) + (char) ('a' + i % 26), 1L);
        }
        return new PathTraffic(direction, direction, byReason);
    }

    private static PathReports.Path path(GatewayId peer, boolean up) {
        return new PathReports.Path(peer, up, Duration.ofMillis(3), NOW, Optional.empty(), 0);
    }
}
