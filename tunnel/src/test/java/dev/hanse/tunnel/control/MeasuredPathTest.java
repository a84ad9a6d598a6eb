// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathMonitor;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.path.DropReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects packets on a path that loses what is too large without a word: sizes follow it, through real sessions. */
class MeasuredPathTest {

    private static final int FRAME = 32;

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();

    private InMemoryEndpoint east = InMemoryEndpoint.measuring(wan, clock, 1, CipherSuite.AES_256_GCM);
    private InMemoryEndpoint west = InMemoryEndpoint.measuring(wan, clock, 2, CipherSuite.AES_256_GCM);

    private void connect(CipherSuite suite) {
        east = InMemoryEndpoint.measuring(wan, clock, 1, suite);
        west = InMemoryEndpoint.measuring(wan, clock, 2, suite);
        east.apply(west.asPeer(true));
        west.apply(east.asPeer(true));
        east.openSessions();
        intervals(8);
    }

    private void intervals(int number) {
        for (int i = 0; i < number; i++) {
            InMemoryEndpoint.settleAll(east, west);
            clock.advance(PathMonitor.INTERVAL);
            east.probe();
            west.probe();
            InMemoryEndpoint.settleAll(east, west);
        }
    }

    /** Datagrams of longer packets are lost from now on. */
    private void takes(int packet) {
        wan.lose(datagram -> datagram.length > packet + FRAME);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void sizesFollowThePathDownAndUp(CipherSuite suite) {
        connect(suite);
        assertThat(east.state(west.id()).mtu()).isEqualTo(InMemoryEndpoint.MTU);
        takes(1300);
        intervals(40);
        assertThat(east.state(west.id()).mtu()).isEqualTo(1300);
        assertThat(east.mtus()).isEqualTo(Map.of(IpPrefix.parse("10.2.0.0/16"), 1300));
        takes(InMemoryEndpoint.MTU);
        intervals(60);
        assertThat(east.state(west.id()).mtu()).isEqualTo(InMemoryEndpoint.MTU);
        assertThat(east.drops()).isEmpty();
        assertThat(west.drops()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void aStreamIsCutToWhatThePathTakes(CipherSuite suite) {
        connect(suite);
        takes(1200);
        intervals(30);
        byte[] stream = new byte[20_000];
        new Random(1).nextBytes(stream);
        east.tun().offer(tcp().payload(stream).buildPartial(1380));
        InMemoryEndpoint.settleAll(east, west);
        byte[] arrived = new byte[stream.length];
        int octets = 0;
        for (byte[] packet : west.tun().written()) {
            int payload = packet.length - VirtioHeader.OCTETS - 40;
            System.arraycopy(packet, VirtioHeader.OCTETS + 40, arrived, octets, payload);
            octets += payload;
        }
        assertThat(arrived).isEqualTo(stream);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void whoeverSendsTooMuchIsToldButNotForEachPacket(CipherSuite suite) {
        connect(suite);
        takes(1200);
        intervals(30);
        byte[] packet = tcp().udp().payload(new byte[1300]).build();
        packet[6] = 0x40;
        for (int i = 0; i < 200; i++) {
            east.tun().offer(PacketBuilder.plain(packet));
        }
        east.settle();
        assertThat(east.drops()).isEqualTo(Map.of(DropReason.TOO_LARGE, 200L));
        List<byte[]> told = east.tun().written();
        assertThat(told).hasSize(50);
        ByteBuffer answer =
                ByteBuffer.wrap(told.getFirst(), VirtioHeader.OCTETS, 576).slice();
        assertThat(answer.get(9)).isEqualTo((byte) 1);
        assertThat(answer.getShort(20)).isEqualTo((short) 0x0304);
        assertThat(answer.getShort(26)).isEqualTo((short) 1200);
        assertThat(Arrays.copyOfRange(told.getFirst(), 22, 26)).isEqualTo(new byte[] {10, 2, 0, 6});

        packet[6] = 0;
        east.tun().offer(PacketBuilder.plain(packet));
        takes(9000);
        InMemoryEndpoint.settleAll(east, west);
        assertThat(west.tun().written()).as("what may be cut on the way").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void connectionsAreOpenedWithSegmentsThatPass(CipherSuite suite) {
        connect(suite);
        takes(1200);
        intervals(30);
        byte[] syn = syn();
        east.tun().offer(PacketBuilder.plain(syn));
        InMemoryEndpoint.settleAll(east, west);
        byte[] arrived = west.tun().written().getFirst();
        assertThat(ByteBuffer.wrap(arrived).getShort(VirtioHeader.OCTETS + 42)).isEqualTo((short) 1160);
        assertThat(IntStream.range(0, syn.length)
                        .filter(i -> syn[i] != arrived[VirtioHeader.OCTETS + i])
                        .boxed())
                .as("option and checksum")
                .isSubsetOf(36, 37, 42, 43);
    }

    private static byte[] syn() {
        byte[] syn = new byte[44];
        byte[] plain = tcp().build();
        System.arraycopy(plain, 0, syn, 0, plain.length);
        ByteBuffer.wrap(syn)
                .putShort(2, (short) 44)
                .put(32, (byte) 0x60)
                .put(33, (byte) 2)
                .putInt(40, 0x0204_0000 | 1460);
        return syn;
    }

    private static PacketBuilder tcp() {
        return new PacketBuilder().addresses("10.1.0.5", "10.2.0.6");
    }
}
