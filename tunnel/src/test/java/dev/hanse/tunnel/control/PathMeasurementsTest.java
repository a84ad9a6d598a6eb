// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.tun.TunOffloads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects what a worker measures of a peer: datagrams per system call and the cipher's time, in both directions. */
class PathMeasurementsTest {

    private static final TunOffloads ALL = new TunOffloads(true, true, true);

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();
    private final InMemoryEndpoint east = new InMemoryEndpoint(wan, clock, 1, List.of(CipherSuite.AES_256_GCM), ALL);
    private final InMemoryEndpoint west = new InMemoryEndpoint(wan, clock, 2, List.of(CipherSuite.AES_256_GCM), ALL);

    @Test
    void countsTheDatagramsOfEveryBurst() {
        connect();
        east.tun().offer(packet("10.1.0.5").payload(new byte[50_000]).buildPartial(1380));
        settle();
        west.tun().offer(packet("10.2.0.6").buildPartial(1380));
        settle();

        DirectionCounts there = new DirectionCounts(List.of(0L, 0L, 0L, 0L, 0L, 0L, 1L), 35, 0, 0, 0);
        DirectionCounts back = new DirectionCounts(List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L), 1, 0, 0, 0);
        assertThat(east.path(west.id()).out().read()).isEqualTo(there);
        assertThat(west.path(east.id()).in().read()).isEqualTo(there);
        assertThat(west.path(east.id()).out().read()).isEqualTo(back);
        assertThat(east.path(west.id()).in().read()).isEqualTo(back);
    }

    @Test
    void probesAndRefusedPacketsAreNoBursts() {
        connect();
        east.tun().offer(packet("10.1.0.5").buildPartial(1380));
        settle();
        long before = west.path(east.id()).in().read().calls();
        east.probe();
        west.probe();
        east.tun().offer(packet("10.9.0.5").buildPartial(1380));
        settle();

        assertThat(before).isOne();
        assertThat(west.path(east.id()).in().read().calls()).isOne();
        assertThat(west.path(east.id()).out().read()).isEqualTo(DirectionCounts.NONE);
    }

    @Test
    void timesOneFrameInManyInBothDirections() {
        connect();
        // No more wait for the first session than the path keeps.
        east.tun().offer(packet("10.1.0.5").buildPartial(1380));
        settle();
        for (int i = 0; i < 2100; i++) {
            east.tun().offer(packet("10.1.0.5").buildPartial(1380));
        }
        settle();
        assertThat(east.path(west.id()).out().read().samples()).isEqualTo(2);
        assertThat(west.path(east.id()).in().read().samples()).isEqualTo(2);
    }

    @Test
    void sumsOfAWorkerKeepWhatWasCountedForPeersThatAreGone() {
        connect();
        east.tun().offer(packet("10.1.0.5").payload(new byte[50_000]).buildPartial(1380));
        settle();
        Traffic before = east.total();
        long packets = before.packetsOut();
        assertThat(packets).isGreaterThan(50_000 / 1420);
        assertThat(before).isEqualTo(east.path(west.id()).traffic());

        east.apply();
        east.tun().offer(packet("10.1.0.5").buildPartial(1380));
        settle();
        assertThat(east.total().packetsOut()).isEqualTo(packets);
        assertThat(east.total().drops()).containsExactly(Map.entry(DropReason.NO_ROUTE, 1L));

        clock.advance(Duration.ofSeconds(10));
        connect();
        east.tun().offer(packet("10.1.0.5").buildPartial(1380));
        settle();
        assertThat(east.total().packetsOut()).isEqualTo(packets + 1);
        assertThat(east.path(west.id()).traffic().packetsOut()).isOne();
    }

    private void connect() {
        east.apply(west.asPeer(true));
        west.apply(east.asPeer(true));
        settle();
    }

    private void settle() {
        InMemoryEndpoint.settleAll(east, west);
    }

    private static PacketBuilder packet(String from) {
        String to = from.equals("10.2.0.6") ? "10.1.0.5" : "10.2.0.6";
        return new PacketBuilder().addresses(from, to).payload(new byte[] {1});
    }
}
