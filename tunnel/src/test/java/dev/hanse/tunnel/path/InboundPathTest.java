// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathProbe;
import dev.hanse.tunnel.packet.Coalescer;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.Segmenter;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.session.PeerActivity;
import dev.hanse.tunnel.session.Role;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects pods from what comes in: only whole packets, unchanged by whatever came between them, and everything counted once. */
class InboundPathTest {

    private static final int PARTIAL = TransportFrame.PARTIAL_CHECKSUM;
    private static final int HEADERS = 40;
    private static final int SEGMENT = 1000;

    private final Random random = new Random(8);
    private final LoneWorker worker = new LoneWorker(CipherSuite.AES_256_GCM);

    @Test
    void anEmptyFrameKeepsThePathAlive() {
        worker.advance(5);
        worker.arrive(worker.sealed(0, new byte[0]));
        assertThat(worker.activity.receivedNanos()).isEqualTo(worker.now());
        assertThat(worker.activity.dataReceivedNanos()).isEqualTo(PeerActivity.NEVER);
        assertThat(traffic()).isEqualTo(Traffic.NONE);
        assertThat(worker.tun.written()).isEmpty();
    }

    @Test
    void countsWhatArrives() {
        worker.advance(5);
        byte[] packet = LoneWorker.in().payload(random(100)).build();
        worker.arrive(worker.sealed(0, packet), worker.sealed(0, packet));
        assertThat(worker.tun.written()).containsExactly(plain(packet), plain(packet));
        assertThat(traffic().packetsIn()).isEqualTo(2);
        assertThat(traffic().octetsIn()).isEqualTo(2 * 140);
        assertThat(traffic().in().datagrams()).isEqualTo(2);
        assertThat(worker.activity.dataReceivedNanos()).isEqualTo(worker.now());
    }

    @Test
    void countsTheSegmentsOfASlice() {
        arriveLong(slice(SEGMENT, 2500, 0));
        assertThat(traffic().packetsIn()).isEqualTo(3);
        assertThat(traffic().octetsIn()).isEqualTo(2500 + HEADERS);
        arriveLong(slice(SEGMENT, 3 * SEGMENT - HEADERS, 0));
        assertThat(traffic().packetsIn()).isEqualTo(6);
        assertThat(worker.activity.dataReceivedNanos()).isEqualTo(worker.now());
        assertThat(worker.tun.written()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forged", "foreign", "no packet"})
    void whatComesBetweenTheSegmentsOfAFlowDoesNotChangeThem(String between) {
        byte[] large = LoneWorker.in().payload(random(3 * SEGMENT)).buildPartial(SEGMENT);
        List<byte[]> segments = segments(large, 0);
        byte[] disturbance = switch (between) {
            case "forged" -> forged(worker.sealed(PARTIAL, segments.getLast()));
            case "foreign" ->
                worker.sealed(
                        0,
                        new PacketBuilder()
                                .addresses("10.9.0.6", "10.1.0.5")
                                .payload(new byte[50])
                                .build());
            default -> worker.sealed(0, random(200, 0x70));
        };
        worker.arrive(
                worker.sealed(PARTIAL, segments.get(0)),
                worker.sealed(PARTIAL, segments.get(1)),
                disturbance,
                worker.sealed(PARTIAL, segments.get(2)));
        assertThat(worker.tun.written()).containsExactly(large);
    }

    @Test
    void segmentsOfAFlowAreJoinedAsFarAsAPacketGoes() {
        byte[] large = LoneWorker.in().payload(random(65_535 - HEADERS)).buildPartial(SEGMENT);
        worker.arrive(segments(large, 0).stream()
                .map(segment -> worker.sealed(PARTIAL, segment))
                .toArray(byte[][]::new));
        worker.path.onPortReadable();
        assertThat(worker.tun.written()).containsExactly(large);
    }

    @Test
    void slicesOfAFlowAreJoinedAsFarAsAPacketGoes() {
        byte[] large = LoneWorker.in().payload(random(65_535 - HEADERS)).buildPartial(SEGMENT);
        worker.arrive(segments(large, HEADERS + 22 * SEGMENT).stream()
                .flatMap(slice -> worker.sealedLong(prefixed(SEGMENT, slice)).stream())
                .toArray(byte[][]::new));
        worker.path.onPortReadable();
        assertThat(worker.tun.written()).containsExactly(large);
    }

    @Test
    void aSliceMustBeWholeAndPossible() {
        arriveLong(slice(0, 2500, 0));
        arriveLong(slice(SEGMENT, 2500, 1));
        arriveLong(slice(SEGMENT, 2500, 5));
        arriveLong(slice(10, 650, 0));
        assertThat(traffic().drops()).isEqualTo(Map.of(DropReason.MALFORMED_INNER, 4L));
        assertThat(traffic().in().calls()).as("nothing was delivered").isZero();
        arriveLong(slice(10, 640, 0));
        assertThat(worker.tun.written()).as("64 segments are possible").hasSize(1);
        assertThat(traffic().in().calls()).isOne();
    }

    @Test
    void aSliceMustBeTheirsAndForUs() {
        arriveLong(prefixed(
                SEGMENT, new PacketBuilder().addresses("10.9.0.6", "10.1.0.5").payload(random(2500))));
        arriveLong(prefixed(
                SEGMENT, new PacketBuilder().addresses("10.2.0.6", "10.9.0.5").payload(random(2500))));
        assertThat(traffic().drops())
                .isEqualTo(Map.of(DropReason.FOREIGN_SOURCE, 1L, DropReason.FOREIGN_DESTINATION, 1L));
        assertThat(traffic().in().calls()).isZero();
        assertThat(traffic().packetsIn()).isZero();
        assertThat(worker.tun.written()).isEmpty();
    }

    @Test
    void whatIsNoPacketOrCannotBePartialIsRefused() {
        byte[] icmp = LoneWorker.in().payload(random(30)).build();
        icmp[9] = 1;
        worker.arrive(worker.sealed(0, random(100, 0x70)), worker.sealed(PARTIAL, icmp));
        assertThat(traffic().drops()).isEqualTo(Map.of(DropReason.MALFORMED_INNER, 2L));
        assertThat(traffic().in().calls()).isZero();
        assertThat(worker.tun.written()).isEmpty();
    }

    @Test
    void bothFamiliesAreCheckedAgainstBothEnds() {
        byte[] good = new PacketBuilder().addresses("fd00:2::6", "fd00:1::5").build();
        byte[] foreign = new PacketBuilder().addresses("fd00:3::6", "fd00:1::5").build();
        byte[] elsewhere =
                new PacketBuilder().addresses("fd00:2::6", "fd00:2::5").build();
        worker.arrive(worker.sealed(0, good), worker.sealed(0, foreign), worker.sealed(0, elsewhere));
        assertThat(worker.tun.written()).containsExactly(plain(good));
        assertThat(traffic().drops())
                .isEqualTo(Map.of(DropReason.FOREIGN_SOURCE, 1L, DropReason.FOREIGN_DESTINATION, 1L));
    }

    @Test
    void saysOnceThatAPeerStopsAndOnceThatItDoesNot() {
        probes(0, PathProbe.LEAVING, PathProbe.LEAVING, 0x80 | PathProbe.LEAVING);
        assertThat(worker.leaving).containsExactly(true);
        probes(0x80, 0);
        assertThat(worker.leaving).as("they were overtaken").containsExactly(true);
        worker.advance(1_100_000_000L);
        probes(0x80, 0);
        worker.arrive(worker.sealed(0, PathProbe.encode(PathProbe.ANSWER, PathProbe.LEAVING, 1)));
        assertThat(worker.leaving).containsExactly(true, false);
    }

    @Test
    void saysAgainWhatDidNotGetThrough() {
        worker.controlFails = true;
        probes(PathProbe.LEAVING);
        worker.controlFails = false;
        probes(PathProbe.LEAVING, PathProbe.LEAVING);
        assertThat(worker.leaving).containsExactly(true);
    }

    private void probes(int... flags) {
        for (int each : flags) {
            worker.arrive(worker.sealed(0, PathProbe.encode(PathProbe.REQUEST, each, 1)));
        }
    }

    @Test
    void answersProbesWithTheirNumber() {
        worker.advance(5);
        worker.arrive(worker.sealed(0, PathProbe.encode(PathProbe.REQUEST, 77)));
        byte[] answer = worker.opened(worker.wan.seen().getFirst());
        assertThat(answer).isEqualTo(PathProbe.encode(PathProbe.ANSWER, 77));
        assertThat(worker.answered).isEmpty();
        assertThat(worker.activity.dataReceivedNanos())
                .as("it keeps the session fresh")
                .isEqualTo(worker.now());
        assertThat(traffic().packetsIn()).as("though it is no packet").isZero();
        worker.arrive(worker.sealed(0, PathProbe.encode(PathProbe.ANSWER, 78)));
        assertThat(worker.answered).containsExactly(78L);
        assertThat(worker.wan.seen()).hasSize(1);
    }

    @Test
    void tellsThePeerThatPiecesAreMissing() {
        for (int frames = 0; frames <= FrameAssembly.SLOTS; frames++) {
            worker.arrive(worker.sealedLong(slice(SEGMENT, 2500, 0)).getFirst());
        }
        probes(0, 0);
        assertThat(worker.wan.seen().stream().map(worker::opened))
                .containsExactly(
                        PathProbe.encode(PathProbe.ANSWER, PathProbe.PIECES_MISSING, 1),
                        PathProbe.encode(PathProbe.ANSWER, 1));
    }

    @Test
    void theFirstFrameConfirmsTheSessionToItsResponder() {
        LoneWorker responder = new LoneWorker(CipherSuite.AES_256_GCM, Role.RESPONDER, LoneWorker.ALL);
        responder.arrive(forged(responder.sealed(0, new byte[0])));
        assertThat(responder.confirmed).isEmpty();
        responder.arrive(responder.sealed(0, new byte[0]));
        responder.arrive(responder.sealed(0, new byte[0]));
        assertThat(responder.confirmed).containsExactly(responder.own);
        worker.arrive(worker.sealed(0, new byte[0]));
        assertThat(worker.confirmed).isEmpty();
    }

    @Test
    void onlyAnAuthenticFrameMovesThePeer() {
        InetSocketAddress elsewhere = new InetSocketAddress("198.51.100.7", 4000);
        worker.wan.inject(elsewhere, worker.here, forged(worker.sealed(0, new byte[0])));
        worker.path.onPortReadable();
        assertThat(worker.activity.remote()).isEqualTo(worker.there);
        worker.wan.inject(elsewhere, worker.here, worker.sealed(0, new byte[0]));
        worker.path.onPortReadable();
        assertThat(worker.activity.remote()).isEqualTo(elsewhere);
    }

    @Test
    void handshakeFramesGoToTheControlLoopAndADefectThereCostsOne() {
        byte[] initiation = new byte[148];
        initiation[0] = 1;
        worker.arrive(initiation);
        assertThat(worker.handshakes).containsExactly(initiation);
        worker.controlFails = true;
        worker.arrive(initiation);
        assertThat(worker.path.drops().toMap()).isEqualTo(Map.of(DropReason.INTERNAL, 1L));
        worker.arrive(worker.sealed(0, LoneWorker.in().build()));
        assertThat(worker.tun.written()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void timesTheCipher(CipherSuite suite) {
        LoneWorker timed = new LoneWorker(suite);
        timed.step = 7;
        for (int i = 0; i < DirectionCounters.SAMPLE_EVERY; i++) {
            timed.arrive(timed.sealed(0, LoneWorker.in().build()));
        }
        DirectionCounts in = timed.path.traffic(LoneWorker.FAR).in();
        assertThat(List.of(in.samples(), in.sampledNanos(), in.sampledOctets())).containsExactly(1L, 7L, HEADERS + 32L);
    }

    @Test
    void smallPacketsOfQuietFlowsMakeTheWorkerOfferItsProcessor() {
        int[] offers = {0};
        TurnYield turns = new TurnYield(() -> offers[0]++);
        InboundPath inbound = worker.inbound(turns);
        byte[] packet = LoneWorker.in().payload(random(200)).build();
        for (byte[] frame : List.of(worker.sealed(0, packet), forged(worker.sealed(TransportFrame.SPARSE, packet)))) {
            worker.wan.inject(worker.there, worker.here, frame);
            inbound.onReadable();
        }
        turns.beforeTurn(worker.now());
        assertThat(offers[0])
                .as("neither for bulk nor for what is not authentic")
                .isZero();
        worker.wan.inject(worker.there, worker.here, worker.sealed(TransportFrame.SPARSE, packet));
        inbound.onReadable();
        turns.beforeTurn(worker.now());
        assertThat(offers[0]).isOne();
    }

    private Traffic traffic() {
        return worker.path.traffic(LoneWorker.FAR);
    }

    private void arriveLong(byte[] content) {
        worker.arrive(worker.sealedLong(content).toArray(byte[][]::new));
    }

    /** A slice with so many octets of payload, of which so many are missing. */
    private byte[] slice(int segmentOctets, int payload, int missing) {
        byte[] whole = prefixed(segmentOctets, LoneWorker.in().payload(random(payload)));
        return Arrays.copyOf(whole, whole.length - missing);
    }

    private static byte[] prefixed(int segmentOctets, PacketBuilder packet) {
        byte[] virtio = packet.buildPartial(65_535);
        return prefixed(segmentOctets, Arrays.copyOfRange(virtio, VirtioHeader.OCTETS, virtio.length));
    }

    private static byte[] prefixed(int segmentOctets, byte[] packet) {
        return ByteBuffer.allocate(Coalescer.SLICE_PREFIX + packet.length)
                .putShort((short) segmentOctets)
                .put(packet)
                .array();
    }

    /** What a sender makes of a large packet; slices of so many octets at most, or segments. */
    private static List<byte[]> segments(byte[] large, int sliceOctets) {
        byte[] buffer = large.clone();
        Segmenter segmenter = new Segmenter();
        segmenter.begin(buffer, VirtioHeader.OCTETS, large.length - VirtioHeader.OCTETS, true);
        if (sliceOctets > 0) {
            segmenter.slice(sliceOctets);
        }
        List<byte[]> segments = new ArrayList<>();
        while (segmenter.next()) {
            segments.add(Arrays.copyOfRange(buffer, segmenter.offset(), segmenter.offset() + segmenter.length()));
        }
        return segments;
    }

    private static byte[] forged(byte[] frame) {
        byte[] forged = frame.clone();
        forged[forged.length - 1] ^= 1;
        return forged;
    }

    private byte[] random(int octets) {
        byte[] made = new byte[octets];
        random.nextBytes(made);
        return made;
    }

    private byte[] random(int octets, int first) {
        byte[] made = random(octets);
        made[0] = (byte) first;
        return made;
    }
}
