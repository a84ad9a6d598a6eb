// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.HandmadeSessions;
import dev.hanse.tunnel.session.PeerSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects a flow from being torn apart, gateways from uneven load, and flows of living gateways from moving when another one dies. */
class FlowHashTest {

    private static final int AT = 10;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int ICMP = 1;

    private final Random random = new Random(3);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothDirectionsOfAConnectionHaveOneHash(boolean v6) {
        for (int i = 0; i < 100; i++) {
            String one = v6 ? "fd00:1::" + i : "10.1.0." + i;
            String other = v6 ? "fd00:2::7:" + 2 * i : "10.2.7." + 2 * i;
            PacketBuilder there = new PacketBuilder().addresses(one, other).ports(1000 + i, 443);
            PacketBuilder back = new PacketBuilder().addresses(other, one).ports(443, 1000 + i);
            assertThat(hash(there.build())).isEqualTo(hash(back.build()));
        }
    }

    /** Each bit of what tells flows apart changes about half of the hash, hence both which gateway and which queue a flow gets. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyBitOfAddressesAndPortsCounts(boolean v6) {
        int from = v6 ? 8 : 12;
        int to = v6 ? IPV6 + 4 : IPV4 + 4;
        long flipped = 0;
        int trials = 0;
        for (int round = 0; round < 20; round++) {
            byte[] packet = packet(v6);
            random(packet, from, to);
            long hash = hash(packet);
            for (int bit = 8 * from; bit < 8 * to; bit++) {
                byte[] changed = packet.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                int changes = Long.bitCount(hash ^ hash(changed));
                assertThat(changes)
                        .as("bits of the hash that bit %s changes", bit)
                        .isBetween(10, 54);
                flipped += changes;
                trials++;
            }
        }
        assertThat((double) flipped / trials).isBetween(31.0, 33.0);
    }

    @Test
    void hostsAndPortsThatAreNeighboursHaveHashesOfTheirOwn() {
        Set<Long> hashes = new HashSet<>();
        for (int host = 1; host < 200; host++) {
            for (int port = 0; port < 20; port++) {
                hashes.add(hash(new PacketBuilder()
                        .addresses("10.1.0." + host, "10.2.0.1")
                        .ports(1024 + 32 * port, 443)
                        .build()));
            }
        }
        assertThat(hashes).hasSizeGreaterThan(199 * 20 * 8 / 10);
    }

    @Test
    void whatHasNoPortsGoesByItsAddresses() {
        byte[] ping = packet(false);
        ping[9] = ICMP;
        long hash = hash(ping);
        random(ping, IPV4, IPV4 + 4);
        assertThat(hash(ping)).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2000, 0x0001, 0x3fff})
    void everyFragmentOfAPacketGoesTheSameWay(int fragment) {
        byte[] packet = new PacketBuilder().udp().payload(new byte[40]).build();
        packet[6] = (byte) (fragment >> 8);
        packet[7] = (byte) fragment;
        long hash = hash(packet);
        random(packet, IPV4, IPV4 + 4);
        assertThat(hash(packet)).isEqualTo(hash);
        byte[] whole = packet.clone();
        whole[6] = 0;
        whole[7] = 0;
        assertThat(hash(whole)).isNotEqualTo(hash);
    }

    @Test
    void portsCountWhereTheyAreThereAndNoOctetBehindThePacketDoes() {
        byte[] packet = packet(false);
        long shorter = hash(packet, IPV4 + 3);
        long justEnough = hash(packet, IPV4 + 4);
        assertThat(justEnough).isEqualTo(hash(packet)).isNotEqualTo(shorter);
        random(packet, IPV4, packet.length);
        assertThat(hash(packet, IPV4 + 3)).isEqualTo(shorter);
    }

    @Test
    void gatewaysGetEqualSharesAndEachFlowKeepsItsOwn() {
        PeerPaths paths = paths(3, Set.of(), Set.of());
        int[] share = new int[3];
        for (int flow = 0; flow < 3000; flow++) {
            long hash = random.nextLong();
            int chosen = FlowHash.choose(hash, new int[] {0, 1, 2}, paths);
            assertThat(FlowHash.choose(hash, new int[] {2, 0, 1}, paths)).isEqualTo(chosen);
            share[chosen]++;
        }
        assertThat(share).satisfies(each -> assertThat(Arrays.stream(each)).allMatch(flows -> flows > 900));
    }

    @Test
    void onlyTheFlowsOfADeadGatewayMove() {
        PeerPaths all = paths(3, Set.of(), Set.of());
        PeerPaths without = paths(3, Set.of(1), Set.of());
        Map<Integer, Integer> moved = new HashMap<>();
        for (int flow = 0; flow < 1000; flow++) {
            long hash = random.nextLong();
            int before = FlowHash.choose(hash, new int[] {0, 1, 2}, all);
            int after = FlowHash.choose(hash, new int[] {0, 1, 2}, without);
            assertThat(after).isNotEqualTo(1);
            if (before == 1) {
                moved.merge(after, 1, Integer::sum);
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat(moved.values())
                .as("its flows, spread over the others")
                .hasSize(2)
                .allMatch(flows -> flows > 80);
    }

    @Test
    void oneThatHasJustComeBackGetsItsFlowsByAndByAndNoOtherFlowMoves() {
        PeerPaths whole = paths(3, Set.of(), Set.of());
        int[] slots = {0, 1, 2};
        int[] taken = new int[17];
        for (int flow = 0; flow < 3000; flow++) {
            long hash = random.nextLong();
            int last = FlowHash.choose(hash, slots, paths(3, Set.of(1), Set.of()));
            for (int share = 1; share <= 16; share *= 2) {
                int chosen = FlowHash.choose(hash, slots, paths(3, Set.of(), Set.of(), Map.of(1, share)));
                assertThat(chosen).isIn(last, 1);
                taken[share] += chosen == 1 ? 1 : 0;
                last = chosen;
            }
            assertThat(last).isEqualTo(FlowHash.choose(hash, slots, whole));
        }
        assertThat(taken[1]).isBetween(30, 100);
        assertThat(taken[8]).isBetween(400, 600);
        assertThat(taken[16]).isBetween(900, 1100);
    }

    @Test
    void noFlowMovesWhereAllHaveJustComeBack() {
        PeerPaths whole = paths(3, Set.of(2), Set.of());
        PeerPaths slow = paths(3, Set.of(2), Set.of(), Map.of(0, 2, 1, 2));
        for (int flow = 0; flow < 1000; flow++) {
            long hash = random.nextLong();
            assertThat(FlowHash.choose(hash, new int[] {0, 1, 2}, slow))
                    .isEqualTo(FlowHash.choose(hash, new int[] {0, 1, 2}, whole));
        }
    }

    @Test
    void oneThatHasJustComeBackIsBetterThanOneThatIsDown() {
        PeerPaths paths = paths(2, Set.of(0), Set.of(), Map.of(1, 1));
        for (int flow = 0; flow < 100; flow++) {
            assertThat(FlowHash.choose(random.nextLong(), new int[] {0, 1}, paths))
                    .isEqualTo(1);
        }
    }

    @Test
    void flowsStayWhereTheyAreIfEveryPathIsDown() {
        PeerPaths all = paths(3, Set.of(), Set.of());
        PeerPaths none = paths(3, Set.of(0, 1, 2), Set.of());
        for (int flow = 0; flow < 100; flow++) {
            long hash = random.nextLong();
            int[] slots = {2, 1, 0};
            assertThat(FlowHash.choose(hash, slots, none)).isEqualTo(FlowHash.choose(hash, slots, all));
        }
    }

    @Test
    void whatTheSessionLayerRefusedGetsNoFlow() {
        PeerPaths paths = paths(3, Set.of(2), Set.of(0, 1));
        for (int flow = 0; flow < 100; flow++) {
            long hash = random.nextLong();
            assertThat(FlowHash.choose(hash, new int[] {0, 1, 2}, paths))
                    .as("rather one that is down")
                    .isEqualTo(2);
            assertThat(FlowHash.choose(hash, new int[] {1, 0}, paths)).isEqualTo(1);
        }
    }

    private byte[] packet(boolean v6) {
        PacketBuilder builder = new PacketBuilder().payload(new byte[20]);
        return (v6 ? builder.addresses("fd00:1::1", "fd00:2::2") : builder).build();
    }

    private void random(byte[] packet, int from, int to) {
        for (int i = from; i < to; i++) {
            packet[i] = (byte) random.nextInt();
        }
    }

    private static long hash(byte[] packet) {
        return hash(packet, packet.length);
    }

    /** Not at the start of its array, and with something else before and behind it. */
    private static long hash(byte[] packet, int length) {
        byte[] buffer = new byte[AT + packet.length + AT];
        Arrays.fill(buffer, (byte) 0x45);
        System.arraycopy(packet, 0, buffer, AT, packet.length);
        return FlowHash.of(buffer, AT, length);
    }

    private static PeerPaths paths(int count, Set<Integer> down, Set<Integer> refused) {
        return paths(count, down, refused, Map.of());
    }

    private static PeerPaths paths(int count, Set<Integer> down, Set<Integer> refused, Map<Integer, Integer> shares) {
        List<PeerConfig> peers =
                IntStream.range(0, count).mapToObj(FlowHashTest::peer).toList();
        List<PeerSession> sessions = new ArrayList<>();
        Set<PeerId> downPeers = new HashSet<>();
        for (int slot = 0; slot < count; slot++) {
            PeerId id = peers.get(slot).id();
            if (!refused.contains(slot)) {
                sessions.add(new PeerSession(id, null, HandmadeSessions.activity()));
            }
            if (down.contains(slot)) {
                downPeers.add(id);
            }
        }
        List<List<IpPrefix>> prefixes = peers.stream().map(PeerConfig::prefixes).toList();
        PathSnapshot snapshot = new PathSnapshot(
                peers,
                PeerRoutes.of(prefixes),
                downPeers,
                Set.of(),
                Set.of(),
                shares.entrySet().stream()
                        .collect(Collectors.toMap(
                                each -> peers.get(each.getKey()).id(), Map.Entry::getValue)),
                HandmadeSessions.snapshot(sessions, List.of()),
                Map.of());
        return new PeerPaths(0, 1420, () -> snapshot);
    }

    private static PeerConfig peer(int number) {
        byte[] key = new byte[32];
        key[0] = (byte) (9 + number);
        return new PeerConfig(
                new PeerId("west", "gw" + number),
                TunnelPublicKey.of(key),
                Optional.empty(),
                List.of(),
                List.of(IpPrefix.parse("10.2.0.0/16")),
                Set.of(),
                true);
    }
}
