// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.net.FakeDatagramPort;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects quiet flows from standing behind bulk, bulk from those who say they were quiet, and memory from both. */
class InboundQueueTest {

    private static final int BULK = 1000;
    private static final int SPARSE = 100;

    private final InetSocketAddress here = new InetSocketAddress("192.0.2.1", 51820);
    private final FakeWan wan = new FakeWan();
    private final FakeDatagramPort port = wan.bind(here);
    private final InboundQueue queue = new InboundQueue(port);
    private int senders;

    @Test
    void isEmptyAtFirst() {
        assertThat(queue.next()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void sparseBurstsGoFirst() {
        arrive(BULK, BULK, SPARSE, BULK, SPARSE);
        assertThat(take(5)).containsExactly(SPARSE, SPARSE, BULK, BULK, BULK);
    }

    @Test
    void looksAtTheSocketBeforeEachBurst() {
        arrive(BULK, BULK, BULK);
        assertThat(take(1)).containsExactly(BULK);
        arrive(SPARSE);
        assertThat(take(3)).containsExactly(SPARSE, BULK, BULK);
    }

    @Test
    void tellsWhichWentFirst() {
        arrive(BULK, SPARSE);
        take(1);
        assertThat(queue.overtook()).isTrue();
        take(1);
        assertThat(queue.overtook()).isFalse();
    }

    @Test
    void theOrderOfBulkStays() {
        arrive(1000, 1001, 1002, SPARSE, 1003);
        assertThat(take(5)).containsExactly(SPARSE, 1000, 1001, 1002, 1003);
    }

    /** A flag is easily set. */
    @Test
    void whoAlwaysOvertakesGetsNoMoreThanOneBurstInTurn() {
        int claimed = 1400;
        arrive(BULK, BULK);
        for (int i = 0; i < 200; i++) {
            sparse(claimed);
        }
        List<Integer> order = take(100);
        int first = order.indexOf(BULK);
        assertThat(first * claimed).isBetween(DatagramBurst.OCTETS - claimed, DatagramBurst.OCTETS + claimed);
        assertThat(order.subList(first + 1, 2 * first + 2)).endsWith(BULK);
    }

    /** What has no place stays where it has a limit, and the first that came is the first that goes. */
    @Test
    void datagramsStayInTheSocketWhenEveryPlaceIsTaken() {
        for (int i = 0; i < 2 * InboundQueue.BURSTS; i++) {
            arrive(BULK + i);
        }
        arrive(SPARSE);
        List<Integer> order = take(2 * InboundQueue.BURSTS + 1);
        assertThat(order).first().isEqualTo(BULK);
        assertThat(order.indexOf(SPARSE)).isBetween(1, InboundQueue.BURSTS + 1);
        order.remove((Integer) SPARSE);
        assertThat(order).isSorted();
        assertThat(queue.next()).isNull();
    }

    @Test
    void whatOvertakesEndsExactlyWithTheOctetsOfOneBurst() {
        arrive(BULK);
        for (int i = 0; i < 100; i++) {
            sparse(1024);
        }
        assertThat(take(100).indexOf(BULK)).isEqualTo(DatagramBurst.OCTETS / 1024);
    }

    @Test
    void noMorePlacesAreTakenThanThereAre() {
        for (int i = 0; i < InboundQueue.BURSTS; i++) {
            arrive(BULK);
        }
        take(1);
        assertThat(port.ready()).isFalse();
        arrive(BULK, BULK);
        take(1);
        assertThat(port.ready()).as("one place became free, two came").isTrue();
    }

    @Test
    void framesOfOtherKindsAndLongOnesDoNotOvertake() {
        arrive(BULK);
        datagram(148, 1, TransportFrame.SPARSE);
        datagram(900, TransportFrame.TYPE, TransportFrame.SPARSE | TransportFrame.LONG);
        datagram(1, TransportFrame.TYPE, 0);
        assertThat(take(4)).containsExactly(BULK, 148, 900, 1);
    }

    private void arrive(int... octets) {
        for (int length : octets) {
            datagram(length, TransportFrame.TYPE, length == SPARSE ? TransportFrame.SPARSE : 0);
        }
    }

    private void sparse(int length) {
        datagram(length, TransportFrame.TYPE, TransportFrame.SPARSE);
    }

    /** Each from a sender of its own, so that it comes as a burst of its own. */
    private void datagram(int length, int type, int flags) {
        byte[] octets = new byte[length];
        octets[0] = (byte) type;
        if (length > 1) {
            octets[1] = (byte) flags;
        }
        wan.inject(new InetSocketAddress("198.51.100.1", ++senders), here, octets);
    }

    private List<Integer> take(int count) {
        List<Integer> lengths = new ArrayList<>();
        queue.begin();
        for (int i = 0; i < count; i++) {
            DatagramBurst burst = queue.next();
            lengths.add(burst == null ? -1 : burst.length());
        }
        return lengths;
    }
}
