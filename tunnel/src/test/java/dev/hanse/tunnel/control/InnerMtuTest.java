// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.path.InnerMtu;
import dev.hanse.tunnel.tun.TunOffloads;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects that the longest packet of a TCP stream needs one system call each way, not two. */
class InnerMtuTest {

    private static final int HEADERS = 52;

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();

    @ParameterizedTest
    @CsvSource({
        "1440, 1424",
        "1424, 1424",
        "1420, 1420",
        "1390, 1390",
        "8940, 8940",
        "1280, 1280",
        "1345, 1341",
        "1520, 1516",
        "6248, 6124"
    })
    void isTheLargestThatCostsLittle(int largest, int chosen) {
        assertThat(InnerMtu.choose(1280, largest)).isEqualTo(chosen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1500, 1492, 1450, 1405, 1400})
    void theLongestPacketLeavesInOneMessage(int outer) {
        assertThat(messagesOfLongest(InnerMtu.choose(1280, outer - 60))).isOne();
    }

    @Test
    void fourOctetsMoreWouldMakeTwo() {
        assertThat(messagesOfLongest(InnerMtu.choose(1280, 1440) + 4)).isEqualTo(2);
    }

    private int messagesOfLongest(int mtu) {
        InMemoryEndpoint east = endpoint(1, mtu);
        InMemoryEndpoint west = endpoint(2, mtu);
        east.apply(west.asPeer(false));
        west.apply(east.asPeer(false));
        send(east, west, 1, mtu);
        int before = east.port().sends();
        byte[] longest = send(east, west, 65_535 / (mtu - HEADERS), mtu);
        assertThat(west.tun().written()).last().isEqualTo(longest);
        return east.port().sends() - before;
    }

    private InMemoryEndpoint endpoint(int number, int mtu) {
        TunOffloads all = new TunOffloads(true, true, true);
        String prefix = "10." + number + ".0.0/16";
        return new InMemoryEndpoint(wan, clock, number, prefix, List.of(CipherSuite.AES_256_GCM), all, mtu);
    }

    private static byte[] send(InMemoryEndpoint east, InMemoryEndpoint west, int segments, int mtu) {
        byte[] packet = new PacketBuilder()
                .addresses(east.host(5), west.host(6))
                .payload(new byte[segments * (mtu - HEADERS)])
                .buildPartial(mtu - HEADERS);
        east.tun().offer(packet);
        InMemoryEndpoint.settleAll(east, west);
        return packet;
    }
}
