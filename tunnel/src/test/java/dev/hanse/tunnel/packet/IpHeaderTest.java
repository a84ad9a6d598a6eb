// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Protects the path from lengths that lie. */
class IpHeaderTest {

    private final byte[] v4 = new PacketBuilder().payload(new byte[10]).build();
    private final byte[] v6 = new PacketBuilder()
            .addresses("fd00::1", "fd00::2")
            .payload(new byte[10])
            .build();

    @Test
    void acceptsPaddingBehind() {
        assertThat(IpHeader.packetLength(padded(v4), 0, v4.length + 6)).isEqualTo(50);
        assertThat(IpHeader.packetLength(padded(v6), 0, v6.length + 6)).isEqualTo(70);
    }

    @Test
    void rejectsWhatIsShorterThanItSays() {
        assertThat(IpHeader.packetLength(v4, 0, v4.length - 1)).isNegative();
        assertThat(IpHeader.packetLength(v6, 0, v6.length - 1)).isNegative();
        assertThat(IpHeader.packetLength(v6, 0, 39)).isNegative();
        assertThat(IpHeader.packetLength(v4, 0, 19)).isNegative();
    }

    @Test
    void rejectsImpossibleHeaders() {
        v4[0] = 0x44;
        assertThat(IpHeader.packetLength(v4, 0, v4.length)).isNegative();
        v4[0] = 0x75;
        assertThat(IpHeader.packetLength(v4, 0, v4.length)).isNegative();
        v4[0] = 0x4f;
        assertThat(IpHeader.packetLength(v4, 0, v4.length)).isNegative();
        v4[0] = 0x45;
        v4[3] = 19;
        assertThat(IpHeader.packetLength(v4, 0, v4.length)).isNegative();
    }

    private static byte[] padded(byte[] packet) {
        return java.util.Arrays.copyOf(packet, packet.length + 6);
    }
}
