// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.paths.PathStatus;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.Reach;
import dev.hanse.proto.v1.RemoteCluster;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Protects what nodes are told: how a cluster is reached, what fits on the way, and whether the control plane stands behind it. */
final class NodeViewsTest {

    private static final PeerId ONE = new PeerId("west", "gw-1");
    private static final PeerId TWO = new PeerId("west", "gw-2");

    private ViewContent content = ViewContent.EMPTY;
    private PathStatus paths = new PathStatus(Set.of(), Set.of(), List.of(), false);
    private boolean fromState;
    private final NodeViews views = new NodeViews(
            new NodeViews.Own("east", "gw-1", List.of(IpPrefix.parse("10.1.0.0/16")), List.of()),
            () -> content,
            () -> paths,
            () -> fromState);

    private static PeerConfig peer(PeerId id) {
        return new PeerConfig(
                id,
                TunnelPublicKey.of(new byte[32]),
                Optional.empty(),
                List.of(),
                List.of(IpPrefix.parse("10.2.0.0/16")),
                Set.of(),
                true);
    }

    private static PathState path(PeerId peer, boolean up, int mtu) {
        return new PathState(peer, up, Duration.ZERO, Instant.EPOCH, 1, mtu);
    }

    private void view(PeerId... peers) {
        Map<PeerId, PeerConfig> known = Arrays.stream(peers)
                .map(NodeViewsTest::peer)
                .collect(Collectors.toMap(PeerConfig::id, Function.identity()));
        content = new ViewContent(SharedMap.empty(), SharedMap.empty(), known, SharedMap.empty());
    }

    private RemoteCluster west(PathState... states) {
        paths = new PathStatus(Set.of(), Set.of(), List.of(states), false);
        return views.now().getRemoteClusters(0);
    }

    @Test
    void theLeastOfThePathsThatAreUpIsWhatFits() {
        view(ONE, TWO);
        assertThat(west(path(ONE, true, 1_420), path(TWO, true, 1_300)).getInnerMtu())
                .isEqualTo(1_300);
        assertThat(west(path(ONE, true, 1_420), path(TWO, false, 1_300)).getInnerMtu())
                .isEqualTo(1_420);
        assertThat(west(path(ONE, true, 1_420), path(TWO, true, 0)).getInnerMtu())
                .isEqualTo(1_420);
        assertThat(west(path(ONE, false, 1_420)).getInnerMtu()).isZero();
        assertThat(west().getInnerMtu()).isZero();
    }

    @Test
    void theBestPathCounts() {
        view(ONE, TWO);
        assertThat(west(path(ONE, false, 0), path(TWO, true, 0)).getReach()).isEqualTo(Reach.REACH_UP);
        assertThat(west(path(ONE, false, 0)).getReach()).isEqualTo(Reach.REACH_AVOID);
        assertThat(west(path(ONE, false, 0), path(TWO, false, 0)).getReach()).isEqualTo(Reach.REACH_DOWN);
    }

    @Test
    void aDrainedGatewayIsAvoided() {
        view(ONE, TWO);
        west(path(ONE, true, 0), path(TWO, false, 0));
        paths = new PathStatus(Set.of(), Set.of(), paths.states(), true);
        assertThat(views.now().getRemoteClusters(0).getReach()).isEqualTo(Reach.REACH_AVOID);
    }

    @Test
    void whatTheControlPlaneHasNotConfirmedSaysSoUntilItHas() {
        fromState = true;
        view(ONE);
        NodeView kept = views.now();
        assertThat(kept.getKnown()).isTrue();
        assertThat(kept.getFromState()).isTrue();
        assertThat(views.now()).isSameAs(kept);
        fromState = false;
        assertThat(views.now().getFromState()).isFalse();
        assertThat(views.now().getRemoteClustersList()).isEqualTo(kept.getRemoteClustersList());
    }
}
