// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathProbe;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.session.HandmadeSessions;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.Role;
import dev.hanse.tunnel.session.SessionLimits;
import dev.hanse.tunnel.wire.TransportFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects what a packet looks like on the wire, what is counted of it, and the worker from whatever goes wrong with it. */
class OutboundPathTest {

    private static final int HEADERS = 40;

    private final Random random = new Random(6);
    private final LoneWorker aes = new LoneWorker(CipherSuite.AES_256_GCM);
    private final LoneWorker chaCha = new LoneWorker(CipherSuite.CHACHA20_POLY1305);

    /** WireGuard's paper, section 5.4.6: to a multiple of 16, with zeros, but never beyond the MTU. */
    @ParameterizedTest
    @CsvSource({
        "40,48",
        "41,48",
        "47,48",
        "48,48",
        "49,64",
        "1407,1408",
        "1408,1408",
        "1409,1420",
        "1419,1420",
        "1420,1420"
    })
    void padsUnderChaCha(int octets, int padded) {
        byte[] packet = packet(octets);
        chaCha.offer(plain(packet));
        byte[] content = chaCha.opened(chaCha.wan.seen().getFirst());
        assertThat(content).isEqualTo(Arrays.copyOf(packet, padded));
    }

    @ParameterizedTest
    @CsvSource({"40", "41", "47", "49", "1420"})
    void doesNotPadUnderAes(int octets) {
        byte[] packet = packet(octets);
        aes.offer(plain(packet));
        assertThat(aes.opened(aes.wan.seen().getFirst())).isEqualTo(packet);
    }

    @Test
    void paddingOfASegmentSpoilsNoneAfterIt() {
        byte[] payload = random(5 * 1001);
        chaCha.offer(LoneWorker.out().payload(payload).buildPartial(1001));
        byte[] joined = new byte[payload.length];
        for (int i = 0; i < 5; i++) {
            byte[] segment = chaCha.opened(chaCha.wan.seen().get(i));
            assertThat(segment).hasSize(1056).endsWith(new byte[1056 - 1041]);
            System.arraycopy(segment, HEADERS, joined, i * 1001, 1001);
        }
        assertThat(joined).isEqualTo(payload);
        assertThat(chaCha.wan.seen()).hasSize(5);
    }

    @Test
    void segmentsOfOnePacketLeaveTogether() {
        chaCha.offer(LoneWorker.out().payload(random(20_000)).buildPartial(1000));
        assertThat(chaCha.port.sends()).isOne();
        aes.offer(LoneWorker.out().payload(random(20_000)).buildPartial(1000));
        assertThat(aes.port.sends()).isOne();
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void countsSegmentsAndTheirOctets(CipherSuite suite) {
        LoneWorker worker = new LoneWorker(suite);
        worker.offer(LoneWorker.out().payload(random(2500)).buildPartial(1000));
        Traffic traffic = worker.path.traffic(LoneWorker.FAR);
        assertThat(traffic.packetsOut()).isEqualTo(3);
        assertThat(worker.activity.dataSentNanos()).isEqualTo(worker.now());
        // A slice has its headers once, finished segments have them each.
        assertThat(traffic.octetsOut()).isEqualTo(2500 + (suite == CipherSuite.AES_256_GCM ? 1 : 3) * HEADERS);
    }

    @Test
    void countsThePacketsOfEverySlice() {
        aes.offer(LoneWorker.out().payload(random(60_000)).buildPartial(1000));
        // 23, 23 and 15: a slice ends where its pieces are full, in the middle of a segment.
        assertThat(aes.path.traffic(LoneWorker.FAR).packetsOut()).isEqualTo(61);
    }

    @Test
    void whereThePeerMissesPiecesEverySegmentGoesByItself() {
        aes.arrive(aes.sealed(0, PathProbe.encode(PathProbe.ANSWER, PathProbe.PIECES_MISSING, 1)));
        aes.offer(LoneWorker.out().payload(random(20_000)).buildPartial(1000));
        assertThat(aes.wan.seen())
                .hasSize(20)
                .allSatisfy(frame -> assertThat(frame[1] & TransportFrame.LONG).isZero());
        aes.advance(LongFrameLosses.SHORT_NANOS);
        aes.offer(LoneWorker.out().payload(random(20_000)).buildPartial(1000));
        assertThat(aes.wan.seen().getLast()[1] & TransportFrame.LONG).isNotZero();
    }

    @Test
    void onlyQuietFlowsAreMarkedAsSuch() {
        aes.offer(plain(packet(100)));
        assertThat(aes.wan.seen().getFirst()[1]).isEqualTo((byte) TransportFrame.SPARSE);
        aes.offer(LoneWorker.out().payload(random(30)).buildPartial(1000));
        assertThat(aes.wan.seen().getLast()[1] & TransportFrame.PARTIAL_CHECKSUM)
                .isNotZero();
        aes.offer(LoneWorker.out().payload(random(3000)).buildPartial(1000));
        assertThat(aes.wan.seen().getLast()[1] & TransportFrame.SPARSE).isZero();
        chaCha.offer(plain(packet(100)));
        assertThat(chaCha.wan.seen().getFirst()[1])
                .as("WireGuard's header has no flags")
                .isZero();
    }

    /** The receiver goes by the first frame of a burst. */
    @Test
    void framesOfQuietAndOtherFlowsNeverLeaveTogether() {
        byte[] bulk = plain(packet(1000));
        for (int i = 0; i < 30; i++) {
            aes.tun.offer(bulk);
        }
        aes.path.onTunReadable();
        boolean[] sparse = new boolean[30];
        for (int i = 0; i < 30; i++) {
            sparse[i] = (aes.wan.seen().get(i)[1] & TransportFrame.SPARSE) != 0;
        }
        assertThat(sparse).contains(true).contains(false);
        int changes = 0;
        for (int i = 1; i < 30; i++) {
            changes += sparse[i] == sparse[i - 1] ? 0 : 1;
        }
        assertThat(aes.port.sends()).isEqualTo(1 + changes);
    }

    @Test
    void norDoThePiecesOfALongFrameLeaveWithThem() {
        aes.tun.offer(plain(packet(LoneWorker.MTU)));
        aes.tun.offer(LoneWorker.out().ports(1, 2).payload(random(20_000)).buildPartial(1000));
        aes.path.onTunReadable();
        assertThat(aes.wan.seen().get(0)).hasSameSizeAs(aes.wan.seen().get(1));
        assertThat(aes.wan.seen().get(0)[1] & TransportFrame.SPARSE).isNotZero();
        assertThat(aes.port.sends()).isEqualTo(2);
    }

    @Test
    void asksForASessionFourTimesASecondAndKeepsWhatWaits() {
        aes.publish(null);
        for (int i = 0; i < 4; i++) {
            aes.offer(plain(packet(100 + i)));
            aes.advance(125_000_000);
        }
        assertThat(aes.requested).as("at 0 and at 250 ms").containsExactly(LoneWorker.FAR, LoneWorker.FAR);
        assertThat(aes.wan.seen()).isEmpty();
        aes.publish(aes.own);
        aes.path.onEstablished(LoneWorker.FAR, aes.own);
        assertThat(aes.wan.seen())
                .extracting(frame -> frame.length - TransportFrame.MIN_OCTETS)
                .containsExactly(100, 101, 102, 103);
        assertThat(aes.wan.seen()).as("late for nothing").allMatch(frame -> frame[1] == TransportFrame.SPARSE);
    }

    @Test
    void aKeyThatIsTooOldIsAsGoodAsNone() {
        aes.advance(SessionLimits.REJECT_AFTER_TIME - 1);
        aes.offer(plain(packet(100)));
        assertThat(aes.wan.seen()).hasSize(1);
        aes.advance(1);
        aes.offer(plain(packet(100)));
        assertThat(aes.wan.seen()).hasSize(1);
        assertThat(aes.requested).hasSize(1);
        aes.path.sendKeepalive(LoneWorker.FAR);
        aes.path.sendProbe(LoneWorker.FAR, 0, 1);
        assertThat(aes.wan.seen()).hasSize(1);
    }

    @Test
    void whatAnErasedKeyDoesNotSealIsCounted() {
        aes.own.erase();
        aes.offer(plain(packet(100)));
        aes.offer(LoneWorker.out().payload(random(5000)).buildPartial(1000));
        aes.path.sendKeepalive(LoneWorker.FAR);
        assertThat(aes.wan.seen()).isEmpty();
        Traffic traffic = aes.path.traffic(LoneWorker.FAR);
        assertThat(traffic.drops()).isEqualTo(Map.of(DropReason.KEY_EXPIRED, 2L));
        assertThat(traffic.packetsOut()).isZero();
        assertThat(aes.activity.sentNanos()).isNegative();
    }

    @Test
    void aPeerThatNobodyKnowsTheAddressOfGetsNothing() {
        LoneWorker worker = new LoneWorker(CipherSuite.AES_256_GCM);
        Keypair elsewhere = HandmadeSessions.keypair(
                LoneWorker.FAR, worker.activity, Role.INITIATOR, CipherSuite.AES_256_GCM, 8, 9, worker.now());
        worker.publishWithoutAddress(elsewhere);
        worker.offer(plain(packet(100)));
        worker.path.sendKeepalive(LoneWorker.FAR);
        assertThat(worker.wan.seen()).isEmpty();
        assertThat(worker.path.total().drops()).isEqualTo(Map.of(DropReason.NO_REMOTE_ADDRESS, 1L));
    }

    @Test
    void whatTheDeviceSaysOfAPacketMustBePossible() {
        byte[] packet = LoneWorker.out().payload(random(3000)).buildPartial(1000);
        VirtioHeader.put(packet, 0, VirtioHeader.NEEDS_CHECKSUM, 77, HEADERS, 1000, 20, 16);
        aes.offer(packet);
        assertThat(aes.wan.seen()).isEmpty();
        assertThat(aes.path.traffic(LoneWorker.FAR).drops()).isEqualTo(Map.of(DropReason.MALFORMED_PACKET, 1L));
    }

    @Test
    void aDefectCostsAPacketAndNotTheWorker() {
        aes.publish(null);
        aes.controlFails = true;
        aes.offer(plain(packet(100)));
        assertThat(aes.path.drops().toMap()).isEqualTo(Map.of(DropReason.INTERNAL, 1L));
        aes.publish(aes.own);
        aes.offer(plain(packet(100)));
        assertThat(aes.wan.seen()).hasSize(1);
    }

    @Test
    void timesTheCipher() {
        aes.step = 7;
        byte[] packet = plain(packet(200));
        for (int i = 0; i < DirectionCounters.SAMPLE_EVERY; i++) {
            aes.offer(packet);
        }
        DirectionCounts out = aes.path.traffic(LoneWorker.FAR).out();
        assertThat(List.of(out.samples(), out.sampledNanos(), out.sampledOctets()))
                .containsExactly(1L, 7L, 232L);
    }

    @Test
    void timesTheCipherOfLongFramesToo() {
        aes.step = 7;
        byte[] packet = LoneWorker.out().payload(random(1500)).buildPartial(1000);
        for (int i = 0; i < DirectionCounters.SAMPLE_EVERY; i++) {
            aes.offer(packet);
        }
        DirectionCounts out = aes.path.traffic(LoneWorker.FAR).out();
        assertThat(List.of(out.samples(), out.sampledNanos(), out.sampledOctets()))
                .containsExactly(1L, 7L, 1500L + HEADERS + 2 + 32);
    }

    @Test
    void packetsOfBothFamiliesFindTheirPeer() {
        PacketBuilder v6 =
                new PacketBuilder().addresses("fd00:1::5", "fd00:2::6").payload(random(20));
        aes.offer(plain(v6.build()));
        assertThat(aes.opened(aes.wan.seen().getFirst())).isEqualTo(v6.build());
        aes.offer(plain(new PacketBuilder().addresses("fd00:1::5", "fd00:3::6").build()));
        aes.publishNobody();
        aes.offer(plain(packet(100)));
        assertThat(aes.path.drops().toMap()).isEqualTo(Map.of(DropReason.NO_ROUTE, 2L));
    }

    private byte[] packet(int octets) {
        return LoneWorker.out().payload(random(octets - HEADERS)).build();
    }

    private byte[] random(int octets) {
        byte[] made = new byte[octets];
        random.nextBytes(made);
        return made;
    }
}
