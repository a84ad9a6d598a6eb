// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Protects TCP streams that are cut smaller than their sender meant, because a path has become narrow: no octet is lost, and each segment is a packet of its own. */
class SmallerSegmentsProperties {

    private static final int START = VirtioHeader.OCTETS;
    private static final int TCP = 20;

    private final Segmenter segmenter = new Segmenter();

    @Property(tries = 300)
    void aStreamIsTheSameInSmallerSegments(
            @ForAll long seed,
            @ForAll boolean v6,
            @ForAll @IntRange(min = 1, max = 20_000) int octets,
            @ForAll @IntRange(min = 200, max = 9000) int segment,
            @ForAll @IntRange(min = 516, max = 9000) int largest) {
        PacketBuilder builder = tcp(v6).payload(new Random(seed), octets);
        byte[] offered = builder.buildPartial(segment);
        byte[] buffer = Arrays.copyOf(offered, offered.length + 16);
        assertThat(segmenter.begin(buffer, START, offered.length - START, false, largest))
                .isTrue();
        assertThat(segmenter.longest()).isLessThanOrEqualTo(largest);
        int headers = (v6 ? 40 : 20) + TCP;
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        while (segmenter.next()) {
            byte[] one = Arrays.copyOfRange(buffer, segmenter.offset(), segmenter.offset() + segmenter.length());
            assertThat(one.length).isLessThanOrEqualTo(Math.min(largest, Math.max(segment, largest) + headers));
            assertThat(IpHeader.packetLength(one, 0, one.length)).isEqualTo(one.length);
            assertThat(ByteBuffer.wrap(one).getInt(headers - TCP + 4)).isEqualTo(7 + stream.size());
            assertThat(checksum(one, v6)).isEqualTo(0xffff);
            stream.write(one, headers, one.length - headers);
        }
        byte[] whole = builder.build();
        assertThat(stream.toByteArray()).isEqualTo(Arrays.copyOfRange(whole, headers, whole.length));
    }

    private static int checksum(byte[] packet, boolean v6) {
        int ip = v6 ? 40 : 20;
        byte[] tcp = Arrays.copyOfRange(packet, ip, packet.length);
        return PacketBuilder.naiveFold(PacketBuilder.naiveSum(Arrays.copyOfRange(packet, v6 ? 8 : 12, ip))
                + 6
                + tcp.length
                + PacketBuilder.naiveSum(tcp));
    }

    private static PacketBuilder tcp(boolean v6) {
        return new PacketBuilder().addresses(v6 ? "fd00:1::2" : "10.1.0.2", v6 ? "fd00:2::2" : "10.2.0.2");
    }

    /** With an option of that kind. */
    private static byte[] withOption(int kind) {
        byte[] packet = tcp(false).options(20).payload(new Random(1), 1400).buildPartial(65_535);
        int option = START + 20 + TCP;
        packet[option] = (byte) kind;
        packet[option + 1] = 18;
        return packet;
    }

    @Test
    void optionsThatSignNothingAreNoReasonNotToCut() {
        byte[] packet = withOption(8);
        byte[] buffer = Arrays.copyOf(packet, packet.length + 16);
        assertThat(segmenter.begin(buffer, START, packet.length - START, true, 1340))
                .isTrue();
        assertThat(segmenter.longest()).isEqualTo(1340);
    }

    /** Neither a datagram, nor what its sender has vouched for already or has signed, nor the first packet of a connection. */
    @Test
    void whatCannotBeCutIsTold() {
        Random random = new Random(1);
        byte[] datagrams = tcp(false).udp().payload(random, 3000).buildPartial(1400);
        byte[] datagram = tcp(true).udp().payload(random, 1300).buildPartial(65_535);
        byte[] finished = PacketBuilder.plain(tcp(false).payload(random, 1400).build());
        byte[] syn = tcp(false).flags(TcpHeader.SYN).payload(random, 1400).buildPartial(65_535);
        for (byte[] packet : new byte[][] {
            datagrams, datagram, finished, syn, withOption(TcpOptions.MD5), withOption(TcpOptions.AUTHENTICATION)
        }) {
            byte[] buffer = Arrays.copyOf(packet, packet.length + 16);
            assertThat(segmenter.begin(buffer, START, packet.length - START, true, 1340))
                    .isTrue();
            assertThat(segmenter.longest()).isGreaterThan(1340);
        }
    }
}
