// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.queue.FairQueue;
import dev.hanse.tunnel.queue.QueueSettings;
import dev.hanse.tunnel.tun.FakeTunQueue;
import org.junit.jupiter.api.Test;

/** Protects quiet flows from a device that a flood has filled, and counts what is no packet. */
class OutboundQueueTest {

    private static final int FLOOD = 400;

    private final FakeTunQueue device = new FakeTunQueue();
    private final DropCounters drops = new DropCounters();
    private final OutboundQueue queue =
            new OutboundQueue(device, new FairQueue(QueueSettings.standard(0, OutboundPath.PADDING), 1), drops);
    private final byte[] flood = packet(1000, 1400);
    private final byte[] quiet = packet(2000, 64);

    @Test
    void aQuietPacketBehindAFloodInTheDeviceGoesAmongTheFirst() {
        offerFlood(FLOOD);
        device.offer(quiet);
        queue.begin();
        assertThat(turnOfTheQuietOne()).isLessThanOrEqualTo(3);
        assertThat(queue.sparse()).isTrue();
    }

    @Test
    void readsFasterThanItSends() {
        offerFlood(4 * FLOOD);
        queue.begin();
        int sent = 0;
        while (device.ready()) {
            assertThat(queue.next(0)).isTrue();
            sent++;
        }
        assertThat(sent).isLessThan(FLOOD);
        long remaining = 4 * FLOOD - sent - drops.toMap().getOrDefault(DropReason.QUEUE_FULL, 0L);
        assertThat(remaining()).isEqualTo(remaining);
    }

    @Test
    void countsWhatIsNoPacket() {
        device.offer(new byte[4]);
        device.offer(new byte[60]);
        queue.begin();
        assertThat(queue.next(0)).isFalse();
        assertThat(drops.toMap()).containsEntry(DropReason.MALFORMED_PACKET, 2L);
    }

    private int turnOfTheQuietOne() {
        int turn = 1;
        while (queue.next(0) && queue.length() != quiet.length) {
            turn++;
        }
        return turn;
    }

    private long remaining() {
        long remaining = 0;
        while (queue.next(0)) {
            remaining++;
        }
        return remaining;
    }

    private void offerFlood(int packets) {
        for (int i = 0; i < packets; i++) {
            device.offer(flood);
        }
    }

    private static byte[] packet(int port, int octets) {
        return plain(new PacketBuilder()
                .addresses("10.1.0.5", "10.2.0.6")
                .ports(port, 9)
                .payload(new byte[octets])
                .build());
    }
}
