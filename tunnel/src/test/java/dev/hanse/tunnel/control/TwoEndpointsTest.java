// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.tun.TunQueue;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects the whole way of a packet: two endpoints in memory, with real handshakes and ciphers. */
class TwoEndpointsTest {

    private static final TunOffloads ALL = new TunOffloads(true, true, true);
    private static final List<CipherSuite> BOTH = List.of(CipherSuite.AES_256_GCM, CipherSuite.CHACHA20_POLY1305);

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();
    private InMemoryEndpoint east = new InMemoryEndpoint(wan, clock, 1, BOTH, ALL);
    private InMemoryEndpoint west = new InMemoryEndpoint(wan, clock, 2, BOTH, ALL);

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void firstPacketOpensTheSessionAndArrives(CipherSuite suite) {
        east = new InMemoryEndpoint(wan, clock, 1, List.of(suite), ALL);
        west = new InMemoryEndpoint(wan, clock, 2, List.of(suite), ALL);
        connect(false);
        byte[] there = packet("10.1.0.5", "10.2.0.6").build();
        byte[] back = packet("10.2.0.6", "10.1.0.5").build();

        east.tun().offer(plain(there));
        settle();
        west.tun().offer(plain(back));
        settle();

        assertThat(west.tun().written()).containsExactly(plain(there));
        assertThat(east.tun().written()).containsExactly(plain(back));
    }

    @Test
    void opensSessionsWithProbedPeersBeforeTheFirstPacket() {
        connect(true);
        east.openSessions();
        settle();
        assertThat(east.session(west.id()).sending()).isNotNull();
        assertThat(wan.seen()).isNotEmpty();
    }

    @Test
    void callsNoPeerWithoutProbesBeforeTheFirstPacket() {
        connect(false);
        east.openSessions();
        settle();
        assertThat(wan.seen()).isEmpty();
    }

    @Test
    void standsWhenBothOpenASessionAtOnce() {
        connect(true);
        east.openSessions();
        west.openSessions();
        settle();
        east.tun().offer(plain(packet("10.1.0.5", "10.2.0.6").build()));
        west.tun().offer(plain(packet("10.2.0.6", "10.1.0.5").build()));
        settle();
        assertThat(west.tun().written()).hasSize(1);
        assertThat(east.tun().written()).hasSize(1);
    }

    @Test
    void largePacketArrivesWholeBetweenOurEndpoints() {
        connect(false);
        byte[] payload = new byte[50_000];
        new Random(3).nextBytes(payload);
        byte[] large = packet("10.1.0.5", "10.2.0.6").payload(payload).buildPartial(InMemoryEndpoint.MTU - 40);

        east.tun().offer(large);
        settle();

        assertThat(west.tun().written()).containsExactly(large);
        assertThat(wan.seen()).noneMatch(datagram -> datagram.length > InMemoryEndpoint.MTU + 32);
    }

    @Test
    void wireguardPeerGetsFinishedPacketsOfWireSize() {
        west = new InMemoryEndpoint(wan, clock, 2, List.of(CipherSuite.CHACHA20_POLY1305), TunOffloads.NONE);
        connect(false);
        byte[] payload = new byte[3000];
        byte[] large = packet("10.1.0.5", "10.2.0.6").payload(payload).buildPartial(1000);

        east.tun().offer(large);
        settle();

        assertThat(west.tun().written()).hasSize(3).allSatisfy(packet -> {
            assertThat(packet).hasSize(VirtioHeader.OCTETS + 1040);
            assertThat(packet[0]).isZero();
        });
    }

    @Test
    void deviceWithoutOffloadGetsCompleteChecksums() {
        west = new InMemoryEndpoint(wan, clock, 2, BOTH, TunOffloads.NONE);
        connect(false);
        PacketBuilder packet = packet("10.1.0.5", "10.2.0.6").payload(new byte[] {1, 2, 3});

        east.tun().offer(packet.buildPartial(1400));
        settle();

        assertThat(west.tun().written()).containsExactly(plain(packet.build()));
    }

    @Test
    void packetsWaitForTheHandshakeInOrderAndTheOldestGo() {
        connect(false);
        wan.lose(datagram -> true);
        for (int i = 0; i < 130; i++) {
            east.tun().offer(plain(packet("10.1.0.5", "10.2.0.6").sequence(i).build()));
        }
        settle();
        wan.lose(datagram -> false);
        pass(Duration.ofSeconds(6));

        assertThat(west.tun().written()).hasSize(128);
        assertThat(sequence(west.tun().written().getFirst())).isEqualTo(2);
        assertThat(sequence(west.tun().written().getLast())).isEqualTo(129);
        assertThat(east.drops()).containsEntry(DropReason.STAGING_FULL, 2L);
    }

    @Test
    void refusesForeignSourcesAndDestinations() {
        connect(false);
        // East believes that west has more than it has.
        east.apply(withPrefix(west, "10.0.0.0/8"));
        east.tun().offer(plain(packet("10.9.0.5", "10.2.0.6").build()));
        east.tun().offer(plain(packet("10.1.0.5", "10.3.0.6").build()));
        settle();

        assertThat(west.tun().written()).isEmpty();
        assertThat(west.drops())
                .containsEntry(DropReason.FOREIGN_SOURCE, 1L)
                .containsEntry(DropReason.FOREIGN_DESTINATION, 1L);
    }

    @Test
    void refusesReplayedAndChangedFrames() {
        connect(false);
        east.tun().offer(plain(packet("10.1.0.5", "10.2.0.6").build()));
        settle();
        byte[] frame = wan.seen().stream()
                .filter(datagram -> datagram[0] == 4)
                .findFirst()
                .orElseThrow();
        byte[] changed = frame.clone();
        changed[8] += 100;
        byte[] flagged = frame.clone();
        flagged[1] ^= 1;
        flagged[8] += 101;

        wan.inject(east.address(), west.address(), frame);
        wan.inject(east.address(), west.address(), changed);
        wan.inject(east.address(), west.address(), flagged);
        settle();

        assertThat(west.tun().written()).hasSize(1);
        assertThat(west.drops()).containsEntry(DropReason.REPLAYED, 1L).containsEntry(DropReason.NOT_AUTHENTIC, 2L);
    }

    @Test
    void junkIsCountedAndDoesNoHarm() {
        connect(false);
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            byte[] junk = new byte[random.nextInt(1500)];
            random.nextBytes(junk);
            if (junk.length > 3 && random.nextBoolean()) {
                junk[0] = (byte) (1 + random.nextInt(4));
                Arrays.fill(junk, 1, 4, (byte) 0);
            }
            wan.inject(east.address(), west.address(), junk);
            west.tun().offer(Arrays.copyOf(junk, Math.max(1, junk.length)));
        }
        settle();
        east.tun().offer(plain(packet("10.1.0.5", "10.2.0.6").build()));
        settle();

        assertThat(west.tun().written()).hasSize(1);
        assertThat(west.drops()).doesNotContainKey(DropReason.INTERNAL).containsKey(DropReason.UNKNOWN_TYPE);
    }

    @Test
    void followsAPeerThatMoves() {
        connect(false);
        east.tun().offer(plain(packet("10.1.0.5", "10.2.0.6").build()));
        settle();
        InetSocketAddress moved = new InetSocketAddress("198.51.100.7", 4000);
        wan.lose(datagram -> true);
        east.tun().offer(plain(packet("10.1.0.5", "10.2.0.6").build()));
        settle();
        wan.lose(datagram -> false);
        wan.inject(moved, west.address(), wan.seen().getLast());
        settle();

        assertThat(west.remoteOf(east.id())).isEqualTo(moved);
    }

    @Test
    void probesFindThePathUpAndDown() {
        connect(true);
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofMillis(250));
        }
        assertThat(east.pathChanges())
                .singleElement()
                .satisfies(state -> assertThat(state.up()).isTrue());

        wan.lose(datagram -> true);
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofMillis(250));
        }
        assertThat(east.pathChanges()).hasSize(2);
        assertThat(east.pathChanges().getLast().up()).isFalse();

        wan.lose(datagram -> false);
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMillis(250));
        }
        assertThat(east.pathChanges().getLast().up()).isTrue();
        assertThat(east.tun().written()).isEmpty();
    }

    @Test
    void staysUpForHoursWithoutLosingAPacket() {
        connect(true);
        pass(Duration.ofSeconds(2));
        for (int second = 0; second < 1000; second++) {
            east.tun()
                    .offer(plain(packet("10.1.0.5", "10.2.0.6").ports(second, 1).build()));
            pass(Duration.ofSeconds(1));
        }
        assertThat(west.tun().written()).hasSize(1000);
        assertThat(east.pathChanges()).hasSize(1);
        // The first handshake and one every two minutes.
        assertThat(wan.seen().stream().filter(datagram -> datagram[0] == 1).count())
                .isBetween(8L, 20L);
    }

    @Test
    void countsWhatTheDeviceRefuses() {
        connect(false);
        west.tun().answer(TunQueue.Written.REFUSED);
        east.tun().offer(plain(packet("10.1.0.5", "10.2.0.6").build()));
        settle();
        assertThat(west.drops()).containsEntry(DropReason.TUN_FAILED, 1L);
    }

    @Test
    void sendsNothingWithoutARoute() {
        connect(false);
        east.tun().offer(plain(packet("10.1.0.5", "10.7.0.6").build()));
        settle();
        assertThat(wan.seen()).isEmpty();
        assertThat(east.drops()).containsExactly(Map.entry(DropReason.NO_ROUTE, 1L));
    }

    private void connect(boolean probes) {
        east.apply(west.asPeer(probes));
        west.apply(east.asPeer(probes));
        settle();
    }

    private static PeerConfig withPrefix(InMemoryEndpoint peer, String prefix) {
        var config = peer.asPeer(false);
        return new PeerConfig(
                config.id(),
                config.publicKey(),
                config.presharedKey(),
                config.remoteAddresses(),
                List.of(IpPrefix.parse(prefix)),
                config.ciphers(),
                false);
    }

    private void settle() {
        InMemoryEndpoint.settleAll(east, west);
    }

    /** Lets time pass in ticks of 50 ms; probes go out every 250 ms. */
    private void pass(Duration time) {
        for (long done = 0; done < time.toMillis(); done += 50) {
            clock.advance(Duration.ofMillis(50));
            east.tick();
            west.tick();
            if (clock.nanoTime() / 50_000_000 % 5 == 0) {
                east.probe();
                west.probe();
            }
            settle();
        }
    }

    private static PacketBuilder packet(String from, String to) {
        return new PacketBuilder().addresses(from, to).payload(new byte[] {1});
    }

    private static int sequence(byte[] written) {
        return ByteBuffer.wrap(written).getInt(VirtioHeader.OCTETS + 24);
    }
}
