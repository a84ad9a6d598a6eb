// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.packet.VirtioHeader;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects each direction from the other: a turn is over after so many octets, bursts or microseconds, and asks for the next one once. */
class TurnLimitsTest {

    private static final int KIB = 1024;
    private static final long TENTH_OF_A_TURN = 50_000;

    private final LoneWorker worker = new LoneWorker(CipherSuite.AES_256_GCM);
    private int senders;

    @BeforeEach
    void lookAtTheClockBefore() {
        worker.path.onResume();
    }

    @Test
    void outboundTurnEndsAfterSixtyFourKibibytes() {
        offer(100);
        worker.path.onTunReadable();
        assertThat(worker.wan.seen()).hasSize(64);
        assertThat(worker.turnsAsked).isOne();
        worker.path.onResume();
        assertThat(worker.wan.seen()).hasSize(100);
        assertThat(worker.turnsAsked).as("nothing waits any more").isOne();
    }

    @Test
    void outboundTurnEndsAfterHalfAMillisecond() {
        offer(20);
        worker.step = TENTH_OF_A_TURN;
        worker.path.onTunReadable();
        assertThat(worker.wan.seen()).hasSize(10);
    }

    @Test
    void outboundTurnEndsWithTheLastPacket() {
        offer(3);
        worker.path.onTunReadable();
        assertThat(worker.wan.seen()).hasSize(3);
        assertThat(worker.turnsAsked).isZero();
    }

    @Test
    void inboundTurnEndsAfterSixtyFourKibibytes() {
        junk(200, 1);
        worker.path.onPortReadable();
        assertThat(unknown()).as("a burst of as many").isEqualTo(64);
        assertThat(worker.turnsAsked).isOne();
        worker.path.onResume();
        worker.path.onResume();
        worker.path.onResume();
        assertThat(unknown()).isEqualTo(200);
    }

    @Test
    void inboundTurnEndsAfterSixtyFourBursts() {
        junk(100, 100, 10);
        worker.path.onPortReadable();
        assertThat(unknown()).isEqualTo(64);
        assertThat(worker.turnsAsked).isOne();
    }

    @Test
    void inboundTurnEndsAfterHalfAMillisecond() {
        junk(20, 20);
        worker.step = TENTH_OF_A_TURN;
        worker.path.onPortReadable();
        assertThat(unknown()).isEqualTo(10);
    }

    @Test
    void aTurnThatWasAskedForIsNotAskedForAgain() {
        junk(200, 1);
        offer(200);
        worker.path.onPortReadable();
        worker.path.onTunReadable();
        assertThat(worker.turnsAsked).isOne();
        worker.path.onResume();
        assertThat(worker.turnsAsked).as("by both directions").isEqualTo(2);
    }

    @Test
    void everyTurnLooksAtTheSocketAgain() {
        junk(1, 1);
        worker.path.onPortReadable();
        junk(1, 1);
        worker.path.onPortReadable();
        assertThat(unknown()).isEqualTo(2);
    }

    /** Packets of one KiB, as the device hands them over. */
    private void offer(int packets) {
        byte[] payload = new byte[KIB - VirtioHeader.OCTETS - 40];
        for (int i = 0; i < packets; i++) {
            worker.tun.offer(plain(LoneWorker.out().payload(payload).build()));
        }
    }

    /** Datagrams of one KiB from so many senders in turn; those of one sender come as bursts of 64. */
    private void junk(int datagrams, int from) {
        junk(datagrams, from, KIB);
    }

    private void junk(int datagrams, int from, int octets) {
        for (int i = 0; i < datagrams; i++) {
            InetSocketAddress sender = new InetSocketAddress("198.51.100.1", 1 + senders % 60_000);
            senders += from > 1 ? 1 : 0;
            worker.wan.inject(sender, worker.here, new byte[octets]);
        }
    }

    private long unknown() {
        return worker.path.drops().toMap().getOrDefault(DropReason.UNKNOWN_TYPE, 0L);
    }
}
