// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Protects pods' path MTU discovery: answers are laid out as in RFC 792 with RFC 1191, and RFC 4443, and go to nobody who must get none. */
class IcmpErrorsTest {

    private final Random random = new Random(4);
    private final byte[] answer = new byte[IcmpErrors.MAX_OCTETS];

    @Test
    void answersIpv4() throws UnknownHostException {
        byte[] packet = v4(1400);
        int octets = IcmpErrors.tooBig(packet, 0, packet.length, 1340, answer);
        // RFC 1812, section 4.3.2.3: as much as possible, up to 576.
        assertThat(octets).isEqualTo(576);
        ByteBuffer fields = ByteBuffer.wrap(answer);
        assertThat(fields.getShort(0)).isEqualTo((short) 0x4500);
        assertThat(fields.getShort(2)).isEqualTo((short) octets);
        assertThat(fields.get(9)).as("protocol").isEqualTo((byte) 1);
        assertThat(address(12, 4)).isEqualTo("10.2.0.2");
        assertThat(address(16, 4)).isEqualTo("10.1.0.2");
        assertThat(fold(0, 20)).isEqualTo(0xffff);
        assertThat(fields.getShort(20)).as("type and code").isEqualTo((short) 0x0304);
        assertThat(fields.getShort(24)).as("unused").isZero();
        assertThat(fields.getShort(26)).as("next hop's MTU").isEqualTo((short) 1340);
        assertThat(fold(20, octets)).isEqualTo(0xffff);
        assertThat(Arrays.copyOfRange(answer, 28, octets)).isEqualTo(Arrays.copyOf(packet, octets - 28));
    }

    @Test
    void answersIpv6() throws UnknownHostException {
        byte[] packet = v6(1400);
        int octets = IcmpErrors.tooBig(packet, 0, packet.length, 1320, answer);
        // RFC 4443, section 3.2: as much as possible, up to 1280.
        assertThat(octets).isEqualTo(1280);
        ByteBuffer fields = ByteBuffer.wrap(answer);
        assertThat(fields.getInt(0)).isEqualTo(0x6000_0000);
        assertThat(fields.getShort(4)).isEqualTo((short) (octets - 40));
        assertThat(fields.get(6)).as("next header").isEqualTo((byte) 58);
        assertThat(address(8, 16)).isEqualTo("fd00:2:0:0:0:0:0:2");
        assertThat(address(24, 16)).isEqualTo("fd00:1:0:0:0:0:0:2");
        assertThat(fields.getShort(40)).as("type and code").isEqualTo((short) 0x0200);
        assertThat(fields.getInt(44)).as("MTU").isEqualTo(1320);
        byte[] pseudo = ByteBuffer.allocate(40)
                .put(answer, 8, 32)
                .putInt(octets - 40)
                .putInt(58)
                .array();
        int sum = PacketBuilder.naiveSum(pseudo) + PacketBuilder.naiveSum(Arrays.copyOfRange(answer, 40, octets));
        assertThat(PacketBuilder.naiveFold(sum)).isEqualTo(0xffff);
        assertThat(Arrays.copyOfRange(answer, 48, octets)).isEqualTo(Arrays.copyOf(packet, octets - 48));
    }

    @Test
    void saysThatNobodyIsReached() {
        byte[] v4 = v4(100);
        int octets = IcmpErrors.unreachable(v4, 0, v4.length, answer);
        assertThat(ByteBuffer.wrap(answer).getShort(20)).as("host unreachable").isEqualTo((short) 0x0301);
        assertThat(ByteBuffer.wrap(answer).getInt(24)).isZero();
        assertThat(fold(20, octets)).isEqualTo(0xffff);
        byte[] v6 = v6(100);
        octets = IcmpErrors.unreachable(v6, 0, v6.length, answer);
        assertThat(ByteBuffer.wrap(answer).getShort(40))
                .as("address unreachable")
                .isEqualTo((short) 0x0103);
        assertThat(octets).isEqualTo(148);
    }

    @Test
    void answersAPing() {
        byte[] v4 = icmp(v4(1400), 9, 1, 8, 20);
        byte[] v6 = icmp(v6(1400), 6, 58, (byte) 128, 40);
        assertThat(IcmpErrors.tooBig(v4, 0, v4.length, 1340, answer)).isPositive();
        assertThat(IcmpErrors.tooBig(v6, 0, v6.length, 1340, answer)).isPositive();
    }

    @Test
    void answersNoErrorNoLaterFragmentAndNothingThatGoesToMany() {
        byte[] error4 = icmp(v4(1400), 9, 1, 3, 20);
        byte[] error6 = icmp(v6(1400), 6, 58, 2, 40);
        byte[] fragment = v4(1400);
        fragment[7] = 1;
        byte[] toMany = v4(1400);
        toMany[16] = (byte) 239;
        for (byte[] packet : new byte[][] {error4, error6, fragment, toMany}) {
            assertThat(IcmpErrors.tooBig(packet, 0, packet.length, 1340, answer))
                    .isZero();
        }
    }

    @Test
    void onlyIpv4WithoutDontFragmentMayBeCut() {
        byte[] free = v4(1400);
        byte[] whole = v4(1400);
        whole[6] = 0x40;
        assertThat(IcmpErrors.mustStayWhole(free, 0)).isFalse();
        assertThat(IcmpErrors.mustStayWhole(whole, 0)).isTrue();
        assertThat(IcmpErrors.mustStayWhole(v6(1400), 0)).isTrue();
    }

    private byte[] v4(int octets) {
        return new PacketBuilder()
                .addresses("10.1.0.2", "10.2.0.2")
                .udp()
                .payload(random, octets - 28)
                .build();
    }

    private byte[] v6(int octets) {
        return new PacketBuilder()
                .addresses("fd00:1::2", "fd00:2::2")
                .udp()
                .payload(random, octets - 48)
                .build();
    }

    private static byte[] icmp(byte[] packet, int field, int protocol, int type, int at) {
        packet[field] = (byte) protocol;
        packet[at] = (byte) type;
        return packet;
    }

    private String address(int at, int octets) throws UnknownHostException {
        return InetAddress.getByAddress(Arrays.copyOfRange(answer, at, at + octets))
                .getHostAddress();
    }

    private int fold(int from, int to) {
        return PacketBuilder.naiveFold(PacketBuilder.naiveSum(Arrays.copyOfRange(answer, from, to)));
    }
}
