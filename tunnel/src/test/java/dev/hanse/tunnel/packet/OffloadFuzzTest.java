// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.net.octets.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Protects cutting and joining against octets of any kind: no exception, nothing outside the packet is touched, none is lost or made up. */
class OffloadFuzzTest {

    private static final int START = VirtioHeader.OCTETS;
    private static final int PADDING = 16;
    private static final int PREFIX = Coalescer.SLICE_PREFIX;
    private static final int MAX_PACKETS = 200;

    /** The input is what the TUN device hands over: virtio header and packet. */
    @FuzzTest(maxDuration = "10m")
    void cutsWhatTheDeviceHandsOver(byte[] octets) {
        cut(octets, true);
        cut(octets, false);
    }

    private static void cut(byte[] octets, boolean mayStayPartial) {
        byte[] buffer = Arrays.copyOf(octets, octets.length + PADDING);
        int length = IpHeader.packetLength(buffer, START, octets.length - START);
        Segmenter segmenter = new Segmenter();
        if (length < 0 || !segmenter.begin(buffer, START, length, mayStayPartial)) {
            return;
        }
        int payload = 0;
        int segments = 0;
        int header = -1;
        while (segmenter.next()) {
            segments++;
            header = header < 0 ? segmenter.offset() - START : header;
            assertThat(segmenter.offset()).isGreaterThanOrEqualTo(START);
            assertThat(segmenter.offset() + segmenter.length()).isLessThanOrEqualTo(START + length);
            assertThat(segmenter.following()).isBetween(0, START + length - segmenter.offset() - segmenter.length());
            assertThat(IpHeader.packetLength(buffer, segmenter.offset(), segmenter.length()))
                    .isEqualTo(segmenter.length());
            payload += segmenter.length();
        }
        assertThat(segments).isBetween(1, length);
        assertThat(payload).isGreaterThanOrEqualTo(length);
        assertThat(Arrays.mismatch(buffer, START + length, buffer.length, octets, START + length, octets.length))
                .as("octets behind the packet stay")
                .isIn(-1, octets.length - START - length);
    }

    /** The input is a row of contents, each with two octets for its length and for what becomes of it. */
    @FuzzTest(maxDuration = "10m")
    void joinsWhatAPeerSends(byte[] octets) {
        for (boolean joinsUdp : new boolean[] {false, true}) {
            List<Piece> taken = new ArrayList<>();
            List<Piece> arrived = new ArrayList<>();
            PacketSink device =
                    (buffer, offset, length) -> cutAgain(Arrays.copyOfRange(buffer, offset, offset + length), arrived);
            Coalescer coalescer = new Coalescer(joinsUdp ? device : new CuttingSink(device, true, false), joinsUdp);
            ByteBuffer input = ByteBuffer.wrap(octets);
            for (int i = 0; i < MAX_PACKETS && input.remaining() > 2; i++) {
                offer(coalescer, input, taken);
            }
            coalescer.flush();
            assertThat(arrived).isEqualTo(taken);
        }
    }

    /** What must survive of one packet: its length, and its payload, one octet a character. */
    private record Piece(int length, String payload) {

        static Piece of(byte[] buffer, int offset, int length, int headerOctets) {
            int header = Math.min(headerOctets, length);
            return new Piece(length, new String(buffer, offset + header, length - header, ISO_8859_1));
        }
    }

    /** As the inbound path does. */
    private static void offer(Coalescer coalescer, ByteBuffer input, List<Piece> taken) {
        int word = input.getShort() & 0xffff;
        byte[] content = new byte[Math.min(word & 0x3fff, input.remaining())];
        input.get(content);
        switch (word >>> 14) {
            case 0 -> offerPacket(coalescer, content, false, taken);
            case 1 -> offerPacket(coalescer, content, true, taken);
            case 2 -> offerSlice(coalescer, content, taken);
            default -> {
                int place = coalescer.place(content.length);
                System.arraycopy(content, 0, coalescer.buffer(), place, content.length);
                coalescer.reject();
            }
        }
    }

    private static void offerPacket(Coalescer coalescer, byte[] content, boolean partial, List<Piece> taken) {
        int place = coalescer.place(content.length);
        System.arraycopy(content, 0, coalescer.buffer(), place, content.length);
        int length = IpHeader.packetLength(coalescer.buffer(), place, content.length);
        if (length < 0 || (partial && !coalescer.mayBePartial(length))) {
            coalescer.reject();
        } else {
            taken.add(Piece.of(content, 0, length, headerOctets(content, 0, length)));
            coalescer.accept(length, partial);
        }
    }

    private static void offerSlice(Coalescer coalescer, byte[] content, List<Piece> taken) {
        if (content.length < PREFIX) {
            return;
        }
        int place = coalescer.placeSlice(content.length);
        System.arraycopy(content, 0, coalescer.buffer(), place, content.length);
        int length = IpHeader.packetLength(coalescer.buffer(), place + PREFIX, content.length - PREFIX);
        int segment = length < 0 ? 0 : Octets.uint16(content, 0);
        if (length < 0 || !coalescer.mayBeSlice(length, segment)) {
            coalescer.reject();
            return;
        }
        int header = headerOctets(content, PREFIX, length);
        for (int at = header; at < length; at += segment) {
            int octets = Math.min(segment, length - at);
            taken.add(Piece.of(content, PREFIX + at - header, header + octets, header));
        }
        coalescer.acceptSlice(length, segment);
    }

    /** What the device gets must say nothing that leads the kernel outside of the packet; cut as a kernel does. */
    private static void cutAgain(byte[] whole, List<Piece> arrived) {
        int length = whole.length - START;
        assertThat(IpHeader.packetLength(whole, START, length)).isEqualTo(length);
        byte[] buffer = Arrays.copyOf(whole, whole.length + PADDING);
        Segmenter segmenter = new Segmenter();
        assertThat(segmenter.begin(buffer, START, length, false)).isTrue();
        while (segmenter.next()) {
            int header = headerOctets(buffer, segmenter.offset(), segmenter.length());
            arrived.add(Piece.of(buffer, segmenter.offset(), segmenter.length(), header));
        }
    }

    /** Octets before the payload that the way may change: checksums, lengths, flags. */
    private static int headerOctets(byte[] buffer, int packet, int length) {
        int transport = IpHeader.headerLength(buffer, packet);
        if (IpHeader.protocol(buffer, packet) == IpHeader.TCP && length >= transport + TcpHeader.OCTETS) {
            return transport + Math.max(TcpHeader.OCTETS, TcpHeader.length(buffer, packet + transport));
        }
        return transport + 8;
    }
}
