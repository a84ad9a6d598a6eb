// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.hanse.tunnel.packet.Checksum;
import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.tun.TunQueue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects what the outbound path builds on: who goes first, which memory is whose, and what becomes of senders that are too fast. */
class FairQueueTest {

    private static final int BULK = 1;
    private static final int SPARSE = 2;
    private static final int PACKETS = 400;
    private static final long MILLISECOND = 1_000_000;

    private final FairQueue queue = new FairQueue(QueueDriver.patient(8, 16, 500_000), 42);
    private final QueueDriver driver = new QueueDriver(queue);

    @Test
    void aNewFlowGoesFirst() {
        for (int i = 0; i < 6; i++) {
            driver.add(BULK, 60_000, 0);
        }
        queue.next(0);
        driver.add(SPARSE, 100, 0);
        assertThat(order()).containsExactly(6, 1, 2, 3, 4, 5);
    }

    /** RFC 8290 section 4.2: else a flow that always has one packet would starve those that have many. */
    @Test
    void aFlowThatIsEmptyInItsTurnIsNotNewForARound() {
        for (int i = 0; i < 12; i++) {
            driver.add(BULK, 700, 0);
        }
        List<Integer> flows = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            if (i == 3 || i == 5) {
                driver.add(SPARSE, 100, 0);
            }
            queue.next(0);
            flows.add(driver.flow());
        }
        assertThat(flows).containsExactly(BULK, BULK, BULK, SPARSE, BULK, BULK, SPARSE);
    }

    @Test
    void theSelectedPacketStaysWhileOthersCome() {
        driver.add(BULK, 60_000, 0);
        queue.next(0);
        for (int i = 0; i < 50; i++) {
            driver.add(BULK, 60_000, 0);
            driver.add(SPARSE, 100, 0);
        }
        assertThat(driver.take()).isZero();
    }

    @Test
    void readsToTheSamePlaceUntilAPacketIsAdded() {
        byte[] reserved = queue.reserve();
        assertThat(reserved).hasSize(QueueDriver.HEADROOM + TunQueue.READ_OCTETS + QueueDriver.TAILROOM);
        assertThat(queue.reserve()).isSameAs(reserved);
        driver.add(SPARSE, QueueSettings.SMALL_OCTETS, 0);
        assertThat(queue.reserve()).as("copied from there").isSameAs(reserved);
        driver.add(BULK, QueueSettings.SMALL_OCTETS + 1, 0);
        assertThat(queue.reserve()).as("left there").isNotSameAs(reserved);
    }

    @Test
    void usesTheMemoryAgainThatBecameFreeLast() {
        byte[] first = queue.reserve();
        driver.add(BULK, 60_000, 0);
        byte[] second = queue.reserve();
        for (int i = 0; i < 10; i++) {
            assertThat(queue.next(0)).isTrue();
            queue.release();
            driver.add(BULK, 60_000, 0);
            assertThat(queue.reserve()).isIn(first, second);
        }
    }

    @Test
    void dropsFromTheHeadOfTheFlowThatHoldsMost() {
        driver.add(SPARSE, 60_000, 0);
        int gone = 0;
        for (int i = 0; i < 9; i++) {
            gone += driver.add(BULK, 60_000, 0);
        }
        assertThat(gone).isEqualTo(3);
        assertThat(order()).containsExactlyInAnyOrder(0, 4, 5, 6, 7, 8, 9).endsWith(9);
    }

    @Test
    void smallPacketsOfAFloodDoNotCostTheLargeOnesOfAnother() {
        for (int i = 0; i < 5; i++) {
            driver.add(BULK, 60_000, 0);
        }
        for (int i = 0; i < 1000; i++) {
            driver.add(SPARSE, 100, 0);
        }
        assertThat(order()).contains(0, 1, 2, 3, 4).hasSize(21);
    }

    @Test
    void dropsOfASenderThatKeepsAQueueStanding() {
        FairQueue slow = new FairQueue(QueueSettings.standard(0, 16), 42);
        List<byte[]> passed = overload(slow, 0);
        int dropped = slow.dropped();
        assertThat(dropped).isPositive();
        assertThat(slow.dropped()).as("asked again").isZero();
        assertThat(slow.marked()).isZero();
        assertThat(passed).hasSize(PACKETS - dropped);
    }

    @Test
    void marksWhereTheSenderKnowsEcn() {
        FairQueue slow = new FairQueue(QueueSettings.standard(0, 16), 42);
        List<byte[]> passed = overload(slow, 2);
        int marked = slow.marked();
        assertThat(marked).isPositive();
        assertThat(slow.marked()).as("asked again").isZero();
        assertThat(slow.dropped()).isZero();
        assertThat(passed).hasSize(PACKETS);
        assertThat(passed).filteredOn(packet -> (packet[1] & 3) == 3).hasSize(marked);
        assertThat(passed).allMatch(packet -> Checksum.fold(Checksum.sum(packet, 0, IpHeader.V4_OCTETS)) == 0xffff);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(queue.next(0)).isFalse();
        assertThatThrownBy(queue::buffer).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(queue::length).hasMessageContaining("no packet is selected");
        queue.release();
        assertThatThrownBy(() -> queue.add(0, 1, 0)).hasMessageContaining("packet of 0 octets, expected 1 to 65545");
        assertThatThrownBy(() -> queue.add(65_546, 1, 0)).hasMessageContaining("packet of 65546 octets");
        assertThatThrownBy(() -> QueueDriver.patient(2, 2, 1 << 20)).hasMessage("largeSlots is 2, expected at least 3");
        assertThatThrownBy(() -> QueueDriver.patient(3, 2, 65_544))
                .hasMessage("maxOctets is 65544, expected at least 65545");
    }

    @Test
    void allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        rounds();
        long before = threads.getCurrentThreadAllocatedBytes();
        rounds();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }

    private void rounds() {
        for (int i = 0; i < 10_000; i++) {
            queue.add(65_000, i, i);
            queue.add(100, -i, i);
            queue.next(i);
        }
    }

    /** A hundred packets wait all the time, and one leaves each millisecond; all that came out, without their virtio headers. */
    private static List<byte[]> overload(FairQueue slow, int ecn) {
        byte[] packet = new PacketBuilder().payload(new byte[1300]).build();
        packet[1] = (byte) ecn;
        Checksum.putIpv4Header(packet, 0);
        List<byte[]> passed = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            System.arraycopy(packet, 0, slow.reserve(), VirtioHeader.OCTETS, packet.length);
            slow.add(VirtioHeader.OCTETS + packet.length, BULK, i * MILLISECOND);
            if (i >= 100 && slow.next(i * MILLISECOND)) {
                passed.add(packet(slow));
            }
        }
        while (slow.next(PACKETS * MILLISECOND)) {
            passed.add(packet(slow));
        }
        return passed;
    }

    private static byte[] packet(FairQueue slow) {
        int at = slow.offset() + VirtioHeader.OCTETS;
        return Arrays.copyOfRange(slow.buffer(), at, slow.offset() + slow.length());
    }

    private List<Integer> order() {
        List<Integer> numbers = new ArrayList<>();
        while (queue.next(0)) {
            numbers.add(driver.take());
        }
        return numbers;
    }
}
