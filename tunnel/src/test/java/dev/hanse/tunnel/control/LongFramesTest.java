// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.tun.TunOffloads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects large packets on their way in pieces: order, loss, repetition, forgery, and devices that take no large packets. */
class LongFramesTest {

    private static final TunOffloads ALL = new TunOffloads(true, true, true);
    private static final int LONG = 0x02;

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();
    private final Random random = new Random(7);
    private InMemoryEndpoint east = endpoint(1, ALL);
    private InMemoryEndpoint west = endpoint(2, ALL);

    @BeforeEach
    void connect() {
        east.apply(west.asPeer(false));
        west.apply(east.asPeer(false));
        east.tun().offer(large(2000));
        settle();
        west.tun().written().clear();
        wan.seen().clear();
    }

    @Test
    void travelInDatagramsThatThePathTakes() {
        byte[] packet = large(60_000);
        east.tun().offer(packet);
        settle();
        assertThat(west.tun().written()).containsExactly(packet);
        assertThat(wan.seen()).allSatisfy(piece -> {
            assertThat(piece.length).isLessThanOrEqualTo(InMemoryEndpoint.MTU + 32);
            assertThat(piece[1] & LONG).isNotZero();
        });
        // Fewer octets than the segments would have needed: each would have had two headers and a tag.
        assertThat(wan.seen()).hasSizeLessThanOrEqualTo(60_000 / (InMemoryEndpoint.MTU - 40) + 1);
    }

    @Test
    void packetsOfEverySizeArriveWhole() {
        for (int i = 0; i < 300; i++) {
            byte[] packet = large(1 + random.nextInt(62_000));
            east.tun().offer(packet);
            settle();
            assertThat(west.tun().written()).containsExactly(packet);
            west.tun().written().clear();
        }
        assertThat(west.drops()).isEmpty();
    }

    @Test
    void piecesMayComeInAnyOrderAndMoreThanOnce() {
        byte[] packet = large(20_000);
        List<byte[]> pieces = capture(packet);
        assertThat(pieces).hasSizeBetween(10, 16);
        List<byte[]> shuffled = new ArrayList<>(pieces);
        shuffled.addAll(pieces.subList(0, 4));
        Collections.shuffle(shuffled, random);
        deliver(shuffled);
        assertThat(west.tun().written()).containsExactly(packet);
    }

    @Test
    void aLostPieceCostsItsFrameOnly() {
        List<byte[]> broken = capture(large(20_000));
        deliver(broken.subList(1, broken.size()));
        for (int i = 0; i < 8; i++) {
            east.tun().offer(large(20_000));
        }
        settle();
        assertThat(west.tun().written()).hasSize(8);
        // The broken one waits until its place is needed.
        for (int i = 0; i < 4; i++) {
            List<byte[]> other = capture(large(20_000));
            deliver(other.subList(0, 1));
        }
        assertThat(west.drops()).containsEntry(DropReason.INCOMPLETE_FRAME, 1L);
    }

    @Test
    void aWholeFrameIsNotTakenTwice() {
        List<byte[]> pieces = capture(large(20_000));
        deliver(pieces);
        deliver(pieces);
        assertThat(west.tun().written()).hasSize(1);
        assertThat(west.drops()).containsEntry(DropReason.REPLAYED, (long) pieces.size());
    }

    @Test
    void changedPiecesNeverChangeAPacket() {
        for (int i = 0; i < 2000; i++) {
            byte[] packet = large(1500 + random.nextInt(20_000));
            List<byte[]> pieces = capture(packet);
            byte[] changed = pieces.get(random.nextInt(pieces.size()));
            int at = random.nextInt(3) == 0 ? 1 + random.nextInt(15) : random.nextInt(changed.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            deliver(pieces);
            // A flag of a piece that is not the one that makes the frame whole counts for nothing.
            assertThat(west.tun().written()).allMatch(written -> Arrays.equals(written, packet));
            west.tun().written().clear();
        }
        assertThat(west.drops()).doesNotContainKey(DropReason.INTERNAL);
        byte[] good = large(50_000);
        east.tun().offer(good);
        settle();
        assertThat(west.tun().written()).containsExactly(good);
    }

    @Test
    void deviceWithoutOffloadGetsFinishedSegments() {
        east = endpoint(3, ALL);
        west = endpoint(2, TunOffloads.NONE);
        connect();
        east.tun().offer(large(30_000));
        settle();
        assertThat(west.tun().written()).hasSizeGreaterThan(20).allSatisfy(packet -> {
            assertThat(packet.length).isLessThanOrEqualTo(VirtioHeader.OCTETS + InMemoryEndpoint.MTU);
            assertThat(packet[0]).isZero();
        });
        int payload = west.tun().written().stream()
                .mapToInt(packet -> packet.length - VirtioHeader.OCTETS - 40)
                .sum();
        assertThat(payload).isEqualTo(30_000);
    }

    private InMemoryEndpoint endpoint(int number, TunOffloads offloads) {
        return new InMemoryEndpoint(wan, clock, number, List.of(CipherSuite.AES_256_GCM), offloads);
    }

    private byte[] large(int octets) {
        byte[] payload = new byte[octets];
        random.nextBytes(payload);
        return new PacketBuilder()
                .addresses(east.host(5), "10.2.0.6")
                .payload(payload)
                .buildPartial(InMemoryEndpoint.MTU - 40);
    }

    /** What east sends for a packet; none of it arrives. */
    private List<byte[]> capture(byte[] packet) {
        wan.seen().clear();
        wan.lose(datagram -> true);
        east.tun().offer(packet);
        settle();
        wan.lose(datagram -> false);
        return new ArrayList<>(wan.seen());
    }

    private void deliver(List<byte[]> pieces) {
        pieces.forEach(piece -> wan.inject(east.address(), west.address(), piece));
        settle();
    }

    private void settle() {
        InMemoryEndpoint.settleAll(east, west);
    }
}
