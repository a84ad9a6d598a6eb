// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.ClusterReach;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects that a cluster which cannot be reached is noticed here, at once, and that nobody is told of less. */
class PathWatchTest {

    private static final PeerId WEST = new PeerId("west", "gw-1");

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final PathWatch watch = new PathWatch(loop, clock, new ClusterId("east"));
    private final List<String> told = new ArrayList<>();
    private final List<PathState> tunnel = new ArrayList<>();
    private long changes;

    @BeforeEach
    void start() {
        watch.listen(() -> told.add("reach"), () -> told.add("paths"));
        watch.start(() -> tunnel);
        watch.peers(Set.of(WEST));
        loop.run();
    }

    private PathState state(PeerId peer, boolean up, long millis) {
        return new PathState(peer, up, Duration.ofMillis(millis), clock.instant(), ++changes);
    }

    @Test
    void deadPathIsToldAtOnceToThoseWhoServeAndThenToTheControlPlane() {
        watch.onPath(state(WEST, false, 1));
        loop.run();
        assertThat(told).containsExactly("reach", "paths");
        assertThat(watch.status().unreachable()).containsExactly(new ClusterId("west"));

        watch.onPath(state(WEST, true, 1));
        loop.run();
        assertThat(told).containsExactly("reach", "paths", "reach", "paths");
        assertThat(watch.status().unreachable()).isEmpty();
    }

    @Test
    void pathsThatChangeAtOnceAreToldAtOnce() {
        PeerId other = new PeerId("north", "gw-1");
        watch.peers(Set.of(WEST, other));
        watch.onPath(state(WEST, false, 1));
        watch.onPath(state(other, false, 1));
        loop.run();
        assertThat(told).containsExactly("reach", "paths");
        assertThat(watch.status().unreachable()).containsOnly(new ClusterId("west"), new ClusterId("north"));
    }

    @Test
    void whatNoGatewayReachesIsToldWhenItChanges() {
        watch.onWelcome(true);
        watch.onOthers(ClusterReach.newBuilder().setOtherGateways(true).build());
        watch.onPath(state(WEST, false, 1));
        loop.run();
        assertThat(watch.status().unreachable()).containsExactly(new ClusterId("west"));
        assertThat(watch.status().unreachableByAll()).isEmpty();
        told.clear();

        watch.onOthers(ClusterReach.newBuilder()
                .setOtherGateways(true)
                .addUnreachableByOthers("west")
                .build());
        assertThat(told).containsExactly("reach");
        assertThat(watch.status().unreachableByAll()).containsExactly(new ClusterId("west"));

        watch.onDisconnect();
        watch.onWelcome(true);
        assertThat(told).containsExactly("reach");
        watch.onOthers(ClusterReach.newBuilder().setOtherGateways(true).build());
        assertThat(told).containsExactly("reach", "reach");
        assertThat(watch.status().unreachableByAll()).isEmpty();
    }

    @Test
    void pathThatNeverComesUpIsNoticedWithoutBeingTold() {
        tunnel.add(state(WEST, false, 0));
        loop.advance(Duration.ofSeconds(6));
        assertThat(told).isEmpty();

        loop.advance(Duration.ofSeconds(2));
        assertThat(told).containsExactly("reach", "paths");
        assertThat(watch.status().states()).hasSize(1);
    }

    @Test
    void roundTripIsShownAndToldToNobody() {
        tunnel.add(state(WEST, true, 1));
        loop.advance(Duration.ofSeconds(1));
        told.clear();

        tunnel.set(0, state(WEST, true, 5));
        loop.advance(Duration.ofSeconds(1));
        assertThat(told).isEmpty();
        assertThat(watch.status().states().getFirst().roundTrip()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void ownClusterIsAlwaysReached() {
        PeerId twin = new PeerId("east", "gw-2");
        watch.peers(Set.of(twin));
        watch.onPath(state(twin, false, 1));
        loop.run();

        assertThat(told).containsExactly("paths");
        assertThat(watch.status().unreachable()).isEmpty();
    }

    @Test
    void clusterWhosePeersAreGoneIsNotUnreachable() {
        watch.onPath(state(WEST, false, 1));
        loop.run();

        watch.peers(Set.of());
        assertThat(watch.status().unreachable()).isEmpty();
        assertThat(watch.status().states()).isEmpty();
    }

    @Test
    void stoppedWatchLooksNoMore() {
        watch.stop();
        loop.run();
        assertThat(loop.timers()).isZero();
    }
}
