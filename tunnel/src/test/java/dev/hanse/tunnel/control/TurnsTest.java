// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.wire.TransportFrame;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects quiet flows at a busy endpoint: neither a direction nor a flow with much to carry keeps the others waiting. */
class TurnsTest {

    private static final List<CipherSuite> CIPHERS = List.of(CipherSuite.AES_256_GCM);
    private static final TunOffloads ALL = new TunOffloads(true, true, true);
    private static final int BULK = 5;

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();
    private final InMemoryEndpoint east = new InMemoryEndpoint(wan, clock, 1, CIPHERS, ALL);
    private final InMemoryEndpoint west = new InMemoryEndpoint(wan, clock, 2, CIPHERS, ALL);
    private final byte[] ping = plain(
            new PacketBuilder().addresses("10.1.0.5", "10.2.0.6").ports(7, 7).build());
    private final byte[] pong = plain(
            new PacketBuilder().addresses("10.2.0.6", "10.1.0.5").ports(7, 7).build());

    @BeforeEach
    void connect() {
        east.apply(west.asPeer(false));
        west.apply(east.asPeer(false));
        east.tun().offer(ping);
        while (east.step() | west.step()) {
            continue;
        }
        west.tun().written().clear();
        wan.seen().clear();
    }

    @Test
    void aPingOvertakesBulkThatWaitsAtTheReceiver() {
        offerBulk(east, "10.1.0.5", "10.2.0.6");
        east.settle();
        east.tun().offer(ping);
        east.settle();
        assertThat(wan.seen().getLast()[1] & TransportFrame.SPARSE).isNotZero();
        assertThat(wan.seen().getFirst()[1] & TransportFrame.SPARSE).isZero();
        west.settle();
        assertThat(west.tun().written()).first().isEqualTo(ping);
        assertThat(west.tun().written()).hasSizeGreaterThan(BULK);
    }

    /** Tasks of an event loop come before its descriptors: each one that is asked for under load has to look at both. */
    @Test
    void answersLeaveWhileBulkComesIn() {
        offerBulk(east, "10.1.0.5", "10.2.0.6");
        east.settle();
        west.step();
        int before = wan.seen().size();
        west.tun().offer(pong);
        west.task();
        assertThat(wan.seen()).hasSize(before + 1);
        assertThat(west.port().ready() || west.step()).as("bulk still waits").isTrue();
    }

    @Test
    void packetsComeInWhileBulkLeaves() {
        offerBulk(west, "10.2.0.6", "10.1.0.5");
        west.step();
        east.tun().offer(ping);
        east.step();
        int before = wan.seen().size();
        west.task();
        assertThat(west.tun().written()).containsExactly(ping);
        west.settle();
        assertThat(wan.seen()).as("bulk still waited").hasSizeGreaterThan(before + 1);
    }

    private static void offerBulk(InMemoryEndpoint sender, String from, String to) {
        PacketBuilder builder = new PacketBuilder().addresses(from, to);
        for (int i = 0; i < BULK; i++) {
            sender.tun().offer(builder.payload(new byte[60_000]).buildPartial(1380));
        }
    }
}
