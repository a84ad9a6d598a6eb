// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.PresharedKey;
import dev.hanse.net.keys.TunnelPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects what gateways know of each other: of other clusters only, and nothing of those that are gone. */
class PeersTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final GatewayId EAST = new GatewayId(new ClusterId("east"), "gw-1");
    private static final GatewayId EAST_2 = new GatewayId(new ClusterId("east"), "gw-2");
    private static final GatewayId WEST = new GatewayId(new ClusterId("west"), "gw-1");
    private static final IpPrefix EAST_PODS = IpPrefix.parse("10.1.0.0/16");

    private final Peers peers = new Peers(SavedState.EMPTY, (_, _) -> PresharedKey.of(new byte[32]));

    @BeforeEach
    void join() {
        peers.add(new ClusterMember(EAST.cluster(), List.of(EAST_PODS), List.of(), NOW));
        peers.add(new ClusterMember(WEST.cluster(), List.of(), List.of(), NOW));
        peers.put(GatewayMember.joined(EAST, NOW, NOW));
        peers.put(GatewayMember.joined(EAST_2, NOW, NOW));
        peers.put(GatewayMember.joined(WEST, NOW, NOW));
    }

    private static GatewayMember withTunnel(GatewayId id, int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return GatewayMember.joined(id, NOW, NOW)
                .connected(
                        NOW,
                        "test",
                        Optional.of(new GatewayTunnel(
                                TunnelPublicKey.of(key),
                                List.of("192.0.2." + seed + ":51820"),
                                List.of(PacketCipher.CHACHA20_POLY1305),
                                true,
                                1,
                                false)));
    }

    private static String text(PeerSight sight) {
        return sight.viewer() + " " + (sight.reach().isPresent() ? "sees " : "does not see ") + sight.peer();
    }

    @Test
    void gatewayOfAnotherClusterIsSeenWithItsPrefixes() {
        List<PeerSight> sights = peers.put(withTunnel(EAST, 1));

        assertThat(sights)
                .extracting(PeersTest::text)
                .containsExactlyInAnyOrder("west/gw-1 sees east/gw-1", "east/gw-1 does not see west/gw-1");
        assertThat(sights)
                .filteredOn(each -> each.viewer().equals(WEST))
                .singleElement()
                .satisfies(each ->
                        assertThat(each.reach().orElseThrow().prefixes()).containsExactly(EAST_PODS));
        assertThat(peers.seenBy(GatewayMember.joined(WEST, NOW, NOW)))
                .extracting(PeersTest::text)
                .containsExactly("west/gw-1 sees east/gw-1", "west/gw-1 does not see east/gw-2");
    }

    @Test
    void nobodySeesARemovedMember() {
        peers.put(withTunnel(EAST, 1));
        peers.paths().put(WEST, List.of(path(EAST)), List.of(), NOW);
        peers.paths().put(EAST, List.of(path(WEST)), List.of(), NOW);

        assertThat(peers.remove(EAST.cluster()))
                .extracting(PeersTest::text)
                .containsExactly("west/gw-1 does not see east/gw-1", "west/gw-1 does not see east/gw-2");
        assertThat(peers.members().gatewaysOf(EAST.cluster())).isEmpty();
        assertThat(peers.paths().all()).containsOnlyKeys(WEST);
        assertThat(peers.paths().all().values())
                .allSatisfy(report -> assertThat(report.paths()).isEmpty());
    }

    @Test
    void lostGatewayWasSeenNowAndItsReportsAreNotCurrent() {
        peers.paths().put(WEST, List.of(path(EAST)), List.of(), NOW);

        assertThat(peers.lost(WEST, NOW)).flatMap(GatewayMember::lastSeen).contains(NOW);
        assertThat(peers.members().gateway(WEST))
                .flatMap(GatewayMember::lastSeen)
                .contains(NOW);
        assertThat(peers.paths().all()).isEmpty();
        assertThat(peers.lost(new GatewayId(WEST.cluster(), "other"), NOW)).isEmpty();
    }

    @Test
    void holderOfATunnelKeyIsAnybodyElse() {
        GatewayMember east = withTunnel(EAST, 1);
        peers.put(east);

        assertThat(peers.holderOf(east.tunnel().orElseThrow(), WEST)).contains(EAST);
        assertThat(peers.holderOf(east.tunnel().orElseThrow(), EAST)).isEmpty();
    }

    private static PathReports.Path path(GatewayId peer) {
        return new PathReports.Path(peer, true, Duration.ZERO, NOW, Optional.empty(), 0);
    }
}
