// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.packet.Checksum;
import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.PacketBuilder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Protects packets from a mark that breaks them or that their sender would not understand. */
class EcnMarkTest {

    private static final int AT = 3;

    @Property(tries = 500)
    void marksIpv4AndKeepsItsChecksumRight(
            @ForAll @IntRange(max = 255) int service, @ForAll @IntRange(max = 255) int a, @ForAll short id) {
        byte[] buffer = packet("10." + a + ".0.1", "10.2.0." + a);
        buffer[AT + 1] = (byte) service;
        buffer[AT + 4] = (byte) (id >> 8);
        buffer[AT + 5] = (byte) id;
        Checksum.putIpv4Header(buffer, AT);
        boolean capable = (service & 3) != 0;
        assertThat(EcnMark.mark(buffer, AT, buffer.length - AT)).isEqualTo(capable);
        assertThat(buffer[AT + 1]).isEqualTo((byte) (capable ? service | 3 : service));
        assertThat(Checksum.fold(Checksum.sum(buffer, AT, IpHeader.V4_OCTETS))).isEqualTo(0xffff);
    }

    @Property(tries = 300)
    void marksIpv6InItsTrafficClassOnly(@ForAll @IntRange(max = 255) int service) {
        byte[] buffer = packet("fd00:1::1", "fd00:2::2");
        buffer[AT] |= (byte) (service >> 4);
        buffer[AT + 1] = (byte) (service << 4 | 0x0a);
        byte[] expected = buffer.clone();
        boolean capable = (service & 3) != 0;
        expected[AT + 1] |= (byte) (capable ? 0x30 : 0);
        assertThat(EcnMark.mark(buffer, AT, buffer.length - AT)).isEqualTo(capable);
        assertThat(buffer).isEqualTo(expected);
    }

    @Test
    void leavesAloneWhatIsNoWholePacket() {
        byte[] buffer = packet("10.1.0.1", "10.2.0.2");
        buffer[AT + 1] = 2;
        byte[] before = buffer.clone();
        assertThat(EcnMark.mark(buffer, AT, IpHeader.V4_OCTETS - 1)).isFalse();
        assertThat(EcnMark.mark(buffer, AT, -4)).isFalse();
        assertThat(buffer).isEqualTo(before);
        buffer[AT] = 0x25;
        assertThat(EcnMark.mark(buffer, AT, buffer.length - AT)).isFalse();
    }

    private static byte[] packet(String from, String to) {
        byte[] packet = new PacketBuilder()
                .addresses(from, to)
                .udp()
                .payload(new byte[100])
                .build();
        byte[] buffer = new byte[AT + packet.length];
        System.arraycopy(packet, 0, buffer, AT, packet.length);
        return buffer;
    }
}
