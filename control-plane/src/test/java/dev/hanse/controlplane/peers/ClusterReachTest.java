// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.keys.TunnelPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects clusters that one gateway of two still reaches, and those of which nothing is known, from being called unreachable. */
class ClusterReachTest {

    private static final Instant NOW = Fixture.NOW;
    private static final Duration HOLD = Duration.ofSeconds(30);
    private static final GatewayId FIRST = Fixture.gateway("west", "gw-1");
    private static final GatewayId SECOND = Fixture.gateway("west", "gw-2");
    private static final GatewayId THIRD = Fixture.gateway("west", "gw-3");
    private static final GatewayId EAST = Fixture.gateway("east", "gw-1");
    private static final GatewayId EAST_2 = Fixture.gateway("east", "gw-2");
    private static final GatewayId NORTH = Fixture.gateway("north", "gw-1");
    private static final ClusterReach.Reach ALONE = new ClusterReach.Reach(false, Set.of());

    private final Members members = new Members(SavedState.EMPTY);
    private final PathReports reports = new PathReports();
    private final ClusterReach reach = new ClusterReach(members, reports, HOLD, NOW);
    private int seeds;

    @BeforeEach
    void join() {
        members.put(Fixture.cluster("west", 1));
        members.put(Fixture.cluster("east", 2));
        members.put(Fixture.cluster("north", 3));
        List.of(FIRST, SECOND, EAST, EAST_2, NORTH).forEach(each -> members.put(withTunnel(each)));
        reach.connected(FIRST);
        reach.connected(SECOND);
    }

    @Test
    void whatTheOtherGatewayDoesNotReachIsWhatItSaid() {
        report(SECOND, path(EAST, false), path(EAST_2, true), path(NORTH, false));
        assertThat(without(FIRST, 0)).isEqualTo(unreachable("north"));
        report(SECOND, path(EAST_2, false));
        assertThat(without(FIRST, 1)).isEqualTo(unreachable("east", "north"));
        report(SECOND, path(NORTH, true));
        assertThat(without(FIRST, 2)).isEqualTo(unreachable("east"));
    }

    @Test
    void aGatewayThatHasSaidNothingMayReachAll() {
        assertThat(without(FIRST, 0)).isEqualTo(unreachable());
    }

    @Test
    void ofSeveralEachOneCounts() {
        members.put(withTunnel(THIRD));
        reach.connected(THIRD);
        report(SECOND, path(EAST, false), path(NORTH, false));
        report(THIRD, path(EAST, false), path(NORTH, true));
        assertThat(without(FIRST, 0)).isEqualTo(unreachable("east"));
    }

    @Test
    void whoCarriesNoPacketsDoesNotCount() {
        members.put(GatewayMember.joined(SECOND, NOW, NOW));
        assertThat(without(FIRST, 0)).isEqualTo(ALONE);
        assertThat(without(NORTH, 0)).isEqualTo(ALONE);
    }

    @Test
    void aLostGatewayCountsForAWhileByItsLastWord() {
        report(SECOND, path(EAST, false), path(NORTH, true));
        lose(SECOND, 10);
        assertThat(without(FIRST, 39)).isEqualTo(unreachable("east"));
        assertThat(without(FIRST, 40)).isEqualTo(ALONE);
        reach.connected(SECOND);
        assertThat(without(FIRST, 41)).isEqualTo(unreachable());
    }

    @Test
    void afterARestartNobodyIsTakenForDeadAtOnce() {
        ClusterReach fresh = new ClusterReach(members, reports, HOLD, NOW);
        fresh.connected(FIRST);
        assertThat(fresh.without(FIRST, NOW.plusSeconds(29))).isEqualTo(unreachable());
        assertThat(fresh.without(FIRST, NOW.plusSeconds(30))).isEqualTo(ALONE);
    }

    @Test
    void aLostGatewayThatOthersReachIsNotDead() {
        lose(SECOND, 10);
        report(EAST, path(SECOND, true));
        report(NORTH, path(SECOND, false));
        assertThat(without(FIRST, 100)).isEqualTo(unreachable("north", "west"));
    }

    @Test
    void aGatewayThatWasRemovedDoesNotCount() {
        lose(SECOND, 10);
        members.remove(SECOND);
        assertThat(without(FIRST, 11)).isEqualTo(ALONE);
    }

    private ClusterReach.Reach without(GatewayId gateway, int seconds) {
        return reach.without(gateway, NOW.plusSeconds(seconds));
    }

    private void lose(GatewayId gateway, int seconds) {
        reach.lost(gateway, NOW.plusSeconds(seconds));
        reports.remove(gateway);
    }

    private static ClusterReach.Reach unreachable(String... clusters) {
        return new ClusterReach.Reach(
                true, Set.copyOf(List.of(clusters).stream().map(ClusterId::new).toList()));
    }

    private void report(GatewayId from, PathReports.Path... paths) {
        reports.put(from, List.of(paths), List.of(), NOW);
    }

    private static PathReports.Path path(GatewayId peer, boolean up) {
        return new PathReports.Path(peer, up, Duration.ZERO, NOW, Optional.empty(), 0);
    }

    private GatewayMember withTunnel(GatewayId id) {
        byte[] key = new byte[32];
        key[0] = (byte) ++seeds;
        GatewayTunnel tunnel = new GatewayTunnel(
                TunnelPublicKey.of(key),
                List.of("192.0.2." + seeds + ":51820"),
                List.of(PacketCipher.CHACHA20_POLY1305),
                true,
                1,
                false);
        return GatewayMember.joined(id, NOW, NOW).connected(NOW, "test", Optional.of(tunnel));
    }
}
