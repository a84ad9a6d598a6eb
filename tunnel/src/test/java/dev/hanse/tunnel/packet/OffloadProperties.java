// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Protects the pods' packets: whatever is cut and joined on the way, each must arrive with every octet as it would have without that. */
class OffloadProperties {

    /** What the segments of a large packet must be, each built by itself. */
    private record Stream(boolean v6, boolean udp, int options, int gsoSize, int flags, byte[] payload) {

        static Stream random(Random random, boolean v6, boolean udp, int octets) {
            int gsoSize = 1 + random.nextInt(random.nextBoolean() ? 60 : 1400);
            // UDP goes into at most 64 pieces.
            int limit = udp ? Math.min(octets, 64 * gsoSize) : octets;
            byte[] payload = new byte[Math.max(1, limit)];
            random.nextBytes(payload);
            int options = udp ? 0 : 4 * random.nextInt(4);
            return new Stream(v6, udp, options, gsoSize, random.nextBoolean() ? 0x10 : 0x18, payload);
        }

        PacketBuilder builder(int index, int from, int to) {
            boolean last = to == payload.length;
            PacketBuilder builder = new PacketBuilder()
                    .sequence(0x7fff_ff00 + from)
                    .flags(last ? flags : flags & ~TcpHeader.PSH)
                    .options(options)
                    .id(0xfffe + index)
                    .payload(Arrays.copyOfRange(payload, from, to));
            builder = v6 ? builder.addresses("fd00:1::1", "fd00:2::2") : builder;
            return udp ? builder.udp() : builder;
        }

        /** As the TUN device hands it over. */
        byte[] whole() {
            return builder(0, 0, payload.length).buildPartial(gsoSize);
        }

        List<PacketBuilder> pieces() {
            List<PacketBuilder> pieces = new ArrayList<>();
            for (int from = 0; from < payload.length; from += gsoSize) {
                pieces.add(builder(pieces.size(), from, Math.min(from + gsoSize, payload.length)));
            }
            return pieces;
        }
    }

    @Property(tries = 500)
    void cutsIntoThePacketsThatTheSenderMeant(
            @ForAll long seed,
            @ForAll boolean v6,
            @ForAll boolean udp,
            @ForAll @IntRange(min = 1, max = 20_000) int octets) {
        Stream stream = Stream.random(new Random(seed), v6, udp, octets);
        List<byte[]> segments = cut(stream.whole(), false);
        assertThat(segments)
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(
                        stream.pieces().stream().map(PacketBuilder::build).toList());
    }

    @Property(tries = 500)
    void joinsWhatItCut(
            @ForAll long seed,
            @ForAll boolean v6,
            @ForAll boolean udp,
            @ForAll @IntRange(min = 1, max = 60_000) int octets) {
        Stream stream = Stream.random(new Random(seed), v6, udp, octets);
        List<byte[]> written = new ArrayList<>();
        Coalescer coalescer = coalescer(written);
        for (byte[] segment : cut(stream.whole(), true)) {
            offer(coalescer, segment, true);
        }
        coalescer.flush();
        assertThat(written).usingElementComparator(Arrays::compare).containsExactly(stream.whole());
    }

    @Property(tries = 500)
    void joinsTheSlicesThatItMade(
            @ForAll long seed,
            @ForAll boolean v6,
            @ForAll boolean udp,
            @ForAll @IntRange(min = 1, max = 60_000) int octets,
            @ForAll @IntRange(min = 1500, max = 24_000) int maxOctets) {
        Stream stream = Stream.random(new Random(seed), v6, udp, octets);
        List<byte[]> written = new ArrayList<>();
        Coalescer coalescer = coalescer(written);
        offerSlices(coalescer, stream.whole(), maxOctets);
        coalescer.flush();
        assertThat(written).usingElementComparator(Arrays::compare).containsExactly(stream.whole());
    }

    @Property(tries = 500)
    void slicesThatCannotBeJoinedAreCutAsTheSenderMeant(
            @ForAll long seed,
            @ForAll boolean v6,
            @ForAll boolean udp,
            @ForAll @IntRange(min = 1, max = 30_000) int octets) {
        Stream stream = Stream.random(new Random(seed), v6, udp, octets);
        List<byte[]> written = new ArrayList<>();
        PacketSink device = sink(written);
        Coalescer coalescer = new Coalescer(new CuttingSink(device, false, false), false);
        byte[] whole = stream.whole();
        // One slice for all, so that the segments' borders are the sender's.
        int limit = Math.min(whole.length, Segmenter.MAX_SLICE_SEGMENTS * stream.gsoSize());
        if (stream.payload().length <= limit) {
            offerSlices(coalescer, whole, 65_000);
            coalescer.flush();
            assertThat(written.stream().map(OffloadProperties::withoutVirtio).toList())
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(
                            stream.pieces().stream().map(PacketBuilder::build).toList());
        }
    }

    private static byte[] withoutVirtio(byte[] written) {
        assertThat(VirtioHeader.gsoType(written, 0)).isEqualTo(VirtioHeader.GSO_NONE);
        boolean partial = VirtioHeader.needsChecksum(written, 0);
        if (partial) {
            int packet = VirtioHeader.OCTETS;
            int transport = packet + VirtioHeader.checksumStart(written, 0);
            Checksum.complete(written, transport, written.length, transport + VirtioHeader.checksumOffset(written, 0));
        }
        return Arrays.copyOfRange(written, VirtioHeader.OCTETS, written.length);
    }

    /** As both paths do together; what is one segment goes as it is. */
    private static void offerSlices(Coalescer coalescer, byte[] whole, int maxOctets) {
        byte[] buffer = Arrays.copyOf(whole, whole.length + 16);
        Segmenter segmenter = new Segmenter();
        assertThat(segmenter.begin(buffer, VirtioHeader.OCTETS, whole.length - VirtioHeader.OCTETS, true))
                .isTrue();
        boolean sliced = segmenter.slice(maxOctets);
        while (segmenter.next()) {
            byte[] packet = Arrays.copyOfRange(buffer, segmenter.offset(), segmenter.offset() + segmenter.length());
            assertThat(packet.length).isLessThanOrEqualTo(sliced ? maxOctets : 65_535);
            if (sliced) {
                offerSlice(coalescer, packet, segmenter.segmentOctets());
            } else {
                offer(coalescer, packet, true);
            }
        }
    }

    private static void offerSlice(Coalescer coalescer, byte[] packet, int segmentOctets) {
        int place = coalescer.placeSlice(packet.length + Coalescer.SLICE_PREFIX);
        Arrays.fill(coalescer.buffer(), place, place + Coalescer.SLICE_PREFIX, (byte) 0x55);
        System.arraycopy(packet, 0, coalescer.buffer(), place + Coalescer.SLICE_PREFIX, packet.length);
        assertThat(coalescer.mayBeSlice(packet.length, segmentOctets)).isTrue();
        coalescer.acceptSlice(packet.length, segmentOctets);
    }

    @Property(tries = 100)
    void joiningNeverChangesWhatArrives(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int bursts) {
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        List<byte[]> written = new ArrayList<>();
        Coalescer coalescer = coalescer(written);
        for (int i = 0; i < bursts; i++) {
            Stream stream = Stream.random(random, random.nextBoolean(), random.nextBoolean(), 1 + random.nextInt(9000));
            boolean partial = random.nextInt(4) > 0;
            for (PacketBuilder piece : stream.pieces()) {
                if (random.nextInt(8) > 0) {
                    sent.add(piece.build());
                    byte[] whole = piece.buildPartial(65_535);
                    byte[] packet =
                            partial ? Arrays.copyOfRange(whole, VirtioHeader.OCTETS, whole.length) : piece.build();
                    offer(coalescer, packet, partial);
                }
                if (random.nextInt(8) == 0) {
                    offerJunk(coalescer, random);
                }
            }
            if (random.nextInt(3) == 0) {
                coalescer.flush();
            }
        }
        coalescer.flush();
        List<byte[]> arrived =
                written.stream().flatMap(packet -> cut(packet, false).stream()).toList();
        assertThat(arrived).usingElementComparator(Arrays::compare).containsExactlyElementsOf(sent);
    }

    private static Coalescer coalescer(List<byte[]> written) {
        return new Coalescer(sink(written), true);
    }

    private static PacketSink sink(List<byte[]> written) {
        return (buffer, offset, length) -> written.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /** As the inbound path does: decrypt to the place, with padding behind, then accept. */
    private static void offer(Coalescer coalescer, byte[] packet, boolean partial) {
        int padding = packet.length % 16;
        int place = coalescer.place(packet.length + padding);
        System.arraycopy(packet, 0, coalescer.buffer(), place, packet.length);
        Arrays.fill(coalescer.buffer(), place + packet.length, place + packet.length + padding, (byte) 0);
        coalescer.accept(packet.length, partial);
    }

    /** A frame that turns out to be forged after it has been decrypted over the place. */
    private static void offerJunk(Coalescer coalescer, Random random) {
        byte[] junk = new byte[random.nextInt(1500)];
        random.nextBytes(junk);
        int place = coalescer.place(junk.length);
        System.arraycopy(junk, 0, coalescer.buffer(), place, junk.length);
        coalescer.reject();
    }

    /** As the outbound path does: each segment is taken before the next one is made. */
    private static List<byte[]> cut(byte[] whole, boolean mayStayPartial) {
        byte[] buffer = Arrays.copyOf(whole, whole.length + 16);
        Segmenter segmenter = new Segmenter();
        assertThat(segmenter.begin(buffer, VirtioHeader.OCTETS, whole.length - VirtioHeader.OCTETS, mayStayPartial))
                .isTrue();
        List<byte[]> segments = new ArrayList<>();
        while (segmenter.next()) {
            segments.add(Arrays.copyOfRange(buffer, segmenter.offset(), segmenter.offset() + segmenter.length()));
        }
        return segments;
    }

    @Property(tries = 2000)
    void octetsOfAnyKindNeverThrow(@ForAll long seed, @ForAll @IntRange(min = 20, max = 200) int length) {
        Random random = new Random(seed);
        byte[] buffer = new byte[VirtioHeader.OCTETS + 65_535 + 16];
        byte[] junk = new byte[length];
        random.nextBytes(junk);
        junk[VirtioHeader.OCTETS % length] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
        System.arraycopy(junk, 0, buffer, 0, length);
        int octets = IpHeader.packetLength(buffer, VirtioHeader.OCTETS, Math.max(0, length - VirtioHeader.OCTETS));
        Segmenter segmenter = new Segmenter();
        if (octets >= 0 && segmenter.begin(buffer, VirtioHeader.OCTETS, octets, random.nextBoolean())) {
            int segments = 0;
            while (segmenter.next()) {
                segments++;
            }
            assertThat(segments).isBetween(1, octets);
        }
    }
}
