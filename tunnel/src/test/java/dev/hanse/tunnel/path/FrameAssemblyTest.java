// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.path.FrameAssembly.Outcome;
import dev.hanse.tunnel.session.HandmadeSessions;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.Role;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Protects long frames on their way together: any order, any length, no more of them at once than there is room for, and no nonsense. */
class FrameAssemblyTest {

    private static final int PIECE = 1000;
    private static final int HEADER = TransportFrame.HEADER_OCTETS;
    private static final int FLAGS = TransportFrame.LONG | TransportFrame.PARTIAL_CHECKSUM;

    private final Random random = new Random(4);
    private final DatagramBurst burst = new DatagramBurst();
    private final FrameAssembly assembly = new FrameAssembly();
    private final Keypair current = keypair(1);
    private final Keypair older = keypair(2);

    @Test
    void piecesOfEveryLengthAndOrderMakeTheFrame() {
        for (int octets = PIECE + 1; octets <= 15_000; octets += 1 + random.nextInt(400)) {
            byte[] frame = frame(octets, octets);
            List<byte[]> pieces = pieces(frame);
            Collections.shuffle(pieces, random);
            byte[] last = pieces.removeLast();
            pieces.forEach(piece -> assertThat(add(current, piece)).isNull());
            assertThat(add(current, last)).as("frame of %s octets", octets).isEqualTo(frame);
            assertThat(assembly.outcome()).isEqualTo(Outcome.KEPT);
        }
    }

    @Test
    void aPieceThatComesAgainChangesNothing() {
        byte[] frame = frame(5000, 1);
        List<byte[]> pieces = pieces(frame);
        byte[] changed = pieces.get(2).clone();
        changed[HEADER] ^= 1;
        for (byte[] piece : List.of(
                pieces.get(2), changed, pieces.get(5), pieces.get(5), pieces.get(0), pieces.get(1), pieces.get(3))) {
            assertThat(add(current, piece)).isNull();
        }
        assertThat(add(current, pieces.get(4))).isEqualTo(frame);
    }

    @Test
    void noNumberOfRepetitionsMakesUpForAPieceThatIsMissing() {
        List<byte[]> pieces = pieces(frame(1000 + 2 * (PIECE - HEADER), 1));
        assertThat(pieces).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(add(current, pieces.get(0))).isNull();
            assertThat(add(current, pieces.get(2))).isNull();
        }
    }

    @Test
    void whatIsAlreadyWholeCanBeMadeAgain() {
        byte[] first = frame(3000, 1);
        byte[] second = frame(2500, 1);
        assertThat(addAll(current, pieces(first))).isEqualTo(first);
        assertThat(addAll(current, pieces(second)))
                .as("the same counter after it was taken")
                .isEqualTo(second);
    }

    @Test
    void asManyFramesAreUnderWayAsThereIsRoomFor() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FrameAssembly.SLOTS; i++) {
            frames.add(frame(3000, 7 - i));
            assertThat(add(current, pieces(frames.get(i)).getFirst())).isNull();
            assertThat(assembly.outcome()).isEqualTo(Outcome.KEPT);
        }
        for (byte[] frame : frames) {
            assertThat(addRest(current, frame)).isEqualTo(frame);
        }
    }

    @Test
    void theLowestCounterGoesFirst() {
        begin(current, 5, 3, 9, -1);
        assertThat(outcome(current, 10)).isEqualTo(Outcome.REPLACED);
        assertThat(addRest(current, frame(3000, 3)))
                .as("it was the one that went")
                .isNull();
        assertThat(outcome(current, 3))
                .as("and has begun again in the place of the fifth")
                .isEqualTo(Outcome.KEPT);
        for (long counter : new long[] {9, 10, -1}) {
            byte[] frame = frame(3000, counter);
            assertThat(addRest(current, frame)).as("counter %s", counter).isEqualTo(frame);
        }
    }

    @Test
    void framesOfAnotherKeyGoBeforeThoseOfTheKeyThatIsUsed() {
        begin(current, 1);
        begin(older, 100);
        begin(current, 2, 3);
        assertThat(outcome(current, 4)).isEqualTo(Outcome.REPLACED);
        for (long counter : new long[] {1, 2, 3, 4}) {
            byte[] frame = frame(3000, counter);
            assertThat(addRest(current, frame)).as("counter %s", counter).isEqualTo(frame);
        }
    }

    @Test
    void aKeyThatIsUsedAgainDoesNotGoBeforeAnotherOne() {
        begin(older, 1, 2, 3, 4);
        begin(current, 50);
        begin(older, 60);
        byte[] frame = frame(3000, 60);
        assertThat(addRest(older, frame)).isEqualTo(frame);
        for (long counter : new long[] {2, 3, 4}) {
            byte[] kept = frame(3000, counter);
            assertThat(addRest(older, kept)).as("counter %s", counter).isEqualTo(kept);
        }
    }

    @Test
    void countersOfTwoKeysAreTwoFrames() {
        byte[] one = frame(3000, 5);
        byte[] other = frame(3000, 5);
        assertThat(add(current, pieces(one).getFirst())).isNull();
        assertThat(add(older, pieces(other).getFirst())).isNull();
        assertThat(addRest(current, one)).isEqualTo(one);
        assertThat(addRest(older, other)).isEqualTo(other);
    }

    @Test
    void freePlacesAreTakenBeforeAnyFrameHasToGo() {
        begin(current, 1, 2, 3, 4);
        byte[] third = frame(3000, 3);
        assertThat(addRest(current, third)).isEqualTo(third);
        assertThat(outcome(current, 9)).isEqualTo(Outcome.KEPT);
        byte[] first = frame(3000, 1);
        assertThat(addRest(current, first)).isEqualTo(first);
    }

    @Test
    void aLengthThatCannotBeIsRefused() {
        for (int octets : new int[] {0, TransportFrame.MIN_OCTETS, LongFrame.MAX_OCTETS + 1, 65_535}) {
            byte[] piece = piece(octets, 0, false, 100);
            assertThat(add(current, piece)).isNull();
            assertThat(assembly.outcome()).as("length %s", octets).isEqualTo(Outcome.REFUSED);
        }
        assertThat(outcome(piece(TransportFrame.MIN_OCTETS + 1, 0, false, HEADER + 10)))
                .isEqualTo(Outcome.KEPT);
        assertThat(outcome(piece(LongFrame.MAX_OCTETS, 1, false, 100))).isEqualTo(Outcome.KEPT);
    }

    @Test
    void theLongestFrameFits() {
        byte[] frame = frame(LongFrame.MAX_OCTETS, 8);
        List<byte[]> pieces = pieces(frame, 1600);
        Collections.reverse(pieces);
        assertThat(addAll(current, pieces)).isEqualTo(frame);
    }

    @Test
    void aPieceOutsideItsFrameIsRefused() {
        assertThat(outcome(piece(500, 0, false, 500))).as("all of it").isEqualTo(Outcome.KEPT);
        assertThat(outcome(piece(501, 0, false, 502))).as("one octet too many").isEqualTo(Outcome.REFUSED);
        assertThat(outcome(piece(502, 1, false, HEADER + 243)))
                .as("up to the end")
                .isEqualTo(Outcome.KEPT);
        assertThat(outcome(piece(503, 1, false, HEADER + 245)))
                .as("beyond the end")
                .isEqualTo(Outcome.REFUSED);
        assertThat(outcome(piece(504, 1, true, 504))).as("last, from the start").isEqualTo(Outcome.KEPT);
        assertThat(outcome(piece(505, 1, true, 506)))
                .as("last, before the start")
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aFrameWhosePiecesContradictEachOtherIsGone() {
        byte[] frame = frame(3000, 1);
        List<byte[]> pieces = pieces(frame);
        add(current, pieces.get(0));
        byte[] other = piece(2999, 1, false, PIECE);
        TransportFrame.encode(other, 0, TransportFrame.word(other, 0), 5, 1);
        assertThat(add(current, other)).isNull();
        assertThat(assembly.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(add(current, pieces.get(1))).isNull();
        assertThat(add(current, pieces.get(2))).isNull();
        assertThat(add(current, pieces.get(3)))
                .as("the first one was forgotten")
                .isNull();
        assertThat(add(current, pieces.get(0))).isEqualTo(frame);
    }

    private Outcome outcome(Keypair keypair, long counter) {
        add(keypair, pieces(frame(3000, counter)).getFirst());
        return assembly.outcome();
    }

    private Outcome outcome(byte[] piece) {
        add(current, piece);
        return assembly.outcome();
    }

    private void begin(Keypair keypair, long... counters) {
        for (long counter : counters) {
            add(keypair, pieces(frame(3000, counter)).getFirst());
        }
    }

    /** All but the first piece, which came before. */
    private byte @Nullable [] addRest(Keypair keypair, byte[] frame) {
        List<byte[]> pieces = pieces(frame);
        return addAll(keypair, pieces.subList(1, pieces.size()));
    }

    private byte @Nullable [] addAll(Keypair keypair, List<byte[]> pieces) {
        byte[] whole = null;
        for (byte[] piece : pieces) {
            whole = add(keypair, piece);
        }
        return whole;
    }

    /** Somewhere in a burst. */
    private byte @Nullable [] add(Keypair keypair, byte[] piece) {
        int offset = random.nextInt(100);
        MemorySegment.copy(MemorySegment.ofArray(piece), 0, burst.memory(), offset, piece.length);
        burst.filled(offset + piece.length, piece.length, new InetSocketAddress(1));
        byte[] whole = assembly.add(keypair, Arrays.copyOf(piece, HEADER), burst, offset, piece.length);
        return whole == null ? null : Arrays.copyOf(whole, TransportFrame.length(whole, 0));
    }

    /** The same octets for the same counter. */
    private static byte[] frame(int octets, long counter) {
        byte[] frame = new byte[octets];
        new Random(counter).nextBytes(frame);
        TransportFrame.encode(frame, 0, TransportFrame.word(CipherSuite.AES_256_GCM, FLAGS, octets), 5, counter);
        return frame;
    }

    private static List<byte[]> pieces(byte[] frame) {
        return pieces(frame, PIECE);
    }

    private static List<byte[]> pieces(byte[] frame, int each) {
        int count = LongFrame.pieces(frame.length, each);
        int total = LongFrame.octets(frame.length, count);
        byte[] buffer = new byte[LongFrame.shift(count) + frame.length];
        System.arraycopy(frame, 0, buffer, LongFrame.shift(count), frame.length);
        LongFrame.cut(buffer, 0, frame.length, each);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < total; at += each) {
            pieces.add(Arrays.copyOfRange(buffer, at, Math.min(at + each, total)));
        }
        return pieces;
    }

    /** What says of itself that it is that piece of a frame of {@code frameOctets}; each frame length has its own counter. */
    private static byte[] piece(int frameOctets, int number, boolean last, int octets) {
        byte[] piece = new byte[octets];
        int flags = FLAGS | number << 4 | (last ? LongFrame.LAST : 0);
        TransportFrame.encode(
                piece, 0, TransportFrame.word(CipherSuite.AES_256_GCM, flags, frameOctets), 5, 1000 + frameOctets);
        return piece;
    }

    private static Keypair keypair(int index) {
        return HandmadeSessions.keypair(
                LoneWorker.FAR, HandmadeSessions.activity(), Role.INITIATOR, CipherSuite.AES_256_GCM, index, index, 0);
    }
}
