// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static dev.hanse.tunnel.packet.PacketBuilder.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.queue.FairQueue;
import dev.hanse.tunnel.queue.QueueSettings;
import dev.hanse.tunnel.tun.FakeTunQueue;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects quiet flows from a device that a flood has filled, and counts what is no packet. */
class OutboundQueueTest {

    private static final int FLOOD = 400;
    private static final int READS_AT_A_LOOK = 512;

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

    @Test
    void aPacketMustNotSayThatItIsLongerThanItIs() {
        device.offer(Arrays.copyOf(quiet, quiet.length - 1));
        device.offer(quiet);
        queue.begin();
        assertThat(queue.next(0)).isTrue();
        assertThat(queue.length()).isEqualTo(quiet.length);
        assertThat(queue.next(0)).isFalse();
        assertThat(drops.toMap()).isEqualTo(Map.of(DropReason.MALFORMED_PACKET, 1L));
    }

    @Test
    void aLookTakesOnlySoMany() {
        offerFlood(READS_AT_A_LOOK + 1);
        queue.begin();
        queue.next(0);
        assertThat(device.ready()).isTrue();
        queue.begin();
        queue.next(0);
        assertThat(device.ready()).isFalse();
    }

    /** Else whatever stands behind them would wait until the device has something new to say. */
    @Test
    void packetsThatAreNoneDoNotHideThoseBehindThem() {
        for (int i = 0; i < READS_AT_A_LOOK; i++) {
            device.offer(new byte[60]);
        }
        device.offer(quiet);
        queue.begin();
        assertThat(queue.next(0)).isFalse();
        assertThat(queue.next(0)).isTrue();
    }

    @Test
    void looksAgainWhenSixtyFourKibibytesHaveLeft() {
        byte[] kibibyte = packet(1000, 1024 - VirtioHeader.OCTETS - 40);
        for (int i = 0; i < FLOOD; i++) {
            device.offer(kibibyte);
        }
        queue.begin();
        for (int i = 0; i < 64; i++) {
            queue.next(0);
            assertThat(queue.length()).isEqualTo(1024);
        }
        device.offer(quiet);
        queue.next(0);
        assertThat(queue.length()).isEqualTo(quiet.length);
    }

    @Test
    void looksOnlyThen() {
        offerFlood(FLOOD);
        queue.begin();
        queue.next(0);
        device.offer(quiet);
        queue.next(0);
        assertThat(device.ready()).isTrue();
        assertThat(queue.length()).isEqualTo(flood.length);
    }

    @Test
    void aFloodIsNotSparse() {
        offerFlood(FLOOD);
        queue.begin();
        for (int i = 0; i < FLOOD / 2; i++) {
            queue.next(0);
        }
        assertThat(queue.sparse()).isFalse();
    }

    @Test
    void countsWhatStoodForTooLong() {
        offerFlood(FLOOD);
        queue.begin();
        for (long millis = 0; millis < 1000; millis += 10) {
            queue.next(millis * 1_000_000);
        }
        assertThat(drops.toMap().get(DropReason.QUEUE_DELAY)).isPositive();
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
