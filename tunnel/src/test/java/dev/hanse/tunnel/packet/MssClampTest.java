// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects connections from segments that no path takes, and everything else of a packet from the clamp. */
class MssClampTest {

    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;

    /** Less the headers of IP and TCP without options, of either family, whichever end opens. */
    @ParameterizedTest
    @CsvSource({
        "10.1.0.2, 10.2.0.2, 2, 1340, 1300",
        "10.1.0.2, 10.2.0.2, 18, 1240, 1200",
        "fd00:1::2, fd00:2::2, 2, 1340, 1280",
        "fd00:1::2, fd00:2::2, 18, 1220, 1160"
    })
    void lowersWhatIsTooLarge(String from, String to, int flags, int largest, int mss) {
        byte[] packet = syn(from, to, flags, 1460, 0);
        MssClamp.apply(packet, 0, packet.length, largest, false);
        assertThat(packet).isEqualTo(syn(from, to, flags, mss, 0));
    }

    @Test
    void leavesASmallerOne() {
        byte[] packet = syn("10.1.0.2", "10.2.0.2", SYN, 536, 0);
        MssClamp.apply(packet, 0, packet.length, 1340, false);
        assertThat(packet).isEqualTo(syn("10.1.0.2", "10.2.0.2", SYN, 536, 0));
    }

    /** The option may lie at an odd place, where the checksum sees its octets the other way round. */
    @Property
    void keepsTheChecksumRightWhereverTheOptionLies(
            @ForAll boolean v6,
            @ForAll @IntRange(max = 3) int before,
            @ForAll @IntRange(min = 1, max = 65_535) int mss,
            @ForAll @IntRange(min = 516, max = 9000) int largest) {
        String from = v6 ? "fd00:1::2" : "10.1.0.2";
        String to = v6 ? "fd00:2::2" : "10.2.0.2";
        byte[] packet = syn(from, to, SYN_ACK, mss, before);
        MssClamp.apply(packet, 0, packet.length, largest, false);
        int most = largest - (v6 ? 60 : 40);
        byte[] wanted = syn(from, to, SYN_ACK, Math.min(mss, most), before);
        // All ones and all zeros are the same sum.
        int checksum = (v6 ? 40 : 20) + 16;
        assertThat(withoutChecksum(packet, checksum)).isEqualTo(withoutChecksum(wanted, checksum));
        assertThat(PacketBuilder.naiveFold(tcpSum(packet, v6))).isEqualTo(0xffff);
    }

    @Test
    void leavesTheChecksumThatIsNotCompleteYet() {
        byte[] packet = syn("10.1.0.2", "10.2.0.2", SYN, 1460, 0);
        int before = ByteBuffer.wrap(packet).getShort(36);
        MssClamp.apply(packet, 0, packet.length, 1340, true);
        assertThat(ByteBuffer.wrap(packet).getShort(36)).isEqualTo((short) before);
        assertThat(ByteBuffer.wrap(packet).getShort(42)).isEqualTo((short) 1300);
    }

    /** The signature of TCP-AO is over the options too, that of MD5 is not. */
    @ParameterizedTest
    @CsvSource({"29, 0, 1460", "29, 4, 1460", "19, 0, 1300", "19, 4, 1300"})
    void leavesWhatIsSigned(byte kind, int before, short mss) {
        byte[] packet = syn("10.1.0.2", "10.2.0.2", SYN, 1460, before);
        packet[40 + (4 - before)] = kind;
        packet[41 + (4 - before)] = 4;
        MssClamp.apply(packet, 0, packet.length, 1340, false);
        assertThat(ByteBuffer.wrap(packet).getShort(42 + before)).isEqualTo(mss);
    }

    @Test
    void leavesAllOtherPackets() {
        byte[] segment = syn("10.1.0.2", "10.2.0.2", ACK, 1460, 0);
        byte[] fragment = syn("10.1.0.2", "10.2.0.2", SYN, 1460, 0);
        fragment[6] = 0x20;
        byte[] datagram = new PacketBuilder()
                .udp()
                .payload(new byte[] {2, 2, 2, 2, 4, 5, (byte) 0xb4})
                .build();
        for (byte[] packet : new byte[][] {segment, fragment, datagram}) {
            byte[] before = packet.clone();
            MssClamp.apply(packet, 0, packet.length, 600, false);
            assertThat(packet).isEqualTo(before);
        }
    }

    @Property
    void optionsOfAnyKindAreNoReasonToThrow(@ForAll byte[] options, @ForAll @IntRange(max = 15) int words) {
        byte[] packet = syn("10.1.0.2", "10.2.0.2", SYN, 1460, 0);
        packet[32] = (byte) (words << 4);
        System.arraycopy(options, 0, packet, 40, Math.min(options.length, packet.length - 40));
        byte[] before = packet.clone();
        MssClamp.apply(packet, 0, packet.length, 600, true);
        int changed = 0;
        for (int i = 0; i < packet.length; i++) {
            changed += packet[i] == before[i] ? 0 : 1;
        }
        assertThat(changed).isLessThanOrEqualTo(2);
    }

    /** With so many octets of no operation before the option, and some behind it. */
    private static byte[] syn(String from, String to, int flags, int mss, int before) {
        PacketBuilder builder =
                new PacketBuilder().addresses(from, to).flags(flags).options(8).payload(new byte[] {1, 2, 3});
        byte[] packet = builder.build();
        int ip = from.contains(":") ? 40 : 20;
        ByteBuffer.wrap(packet).put(ip + 20 + before, (byte) 2);
        ByteBuffer.wrap(packet).put(ip + 21 + before, (byte) 4);
        ByteBuffer.wrap(packet).putShort(ip + 22 + before, (short) mss);
        ByteBuffer.wrap(packet).putShort(ip + 16, (short) 0);
        int sum = tcpSum(packet, ip == 40);
        ByteBuffer.wrap(packet).putShort(ip + 16, (short) ~PacketBuilder.naiveFold(sum));
        return packet;
    }

    private static int tcpSum(byte[] packet, boolean v6) {
        int ip = v6 ? 40 : 20;
        byte[] addresses = Arrays.copyOfRange(packet, v6 ? 8 : 12, ip);
        byte[] tcp = Arrays.copyOfRange(packet, ip, packet.length);
        return PacketBuilder.naiveSum(addresses) + 6 + tcp.length + PacketBuilder.naiveSum(tcp);
    }

    private static byte[] withoutChecksum(byte[] packet, int at) {
        byte[] copy = packet.clone();
        copy[at] = 0;
        copy[at + 1] = 0;
        return copy;
    }
}
