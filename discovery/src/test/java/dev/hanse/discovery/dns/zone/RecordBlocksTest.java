// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects answers by weight from large sets: several threads pick at once from what one has made. */
class RecordBlocksTest {

    private static final int BLOCKS = 3;
    private static final int OF_BLOCK = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static RecordBlocks blocks() {
        return new RecordBlocks(
                RecordType.A,
                IntStream.range(0, BLOCKS).mapToObj(RecordBlocksTest::block).toList());
    }

    private static RecordBlock block(int number) {
        List<Endpoint> endpoints = IntStream.range(0, OF_BLOCK)
                .mapToObj(i -> new Endpoint(InetAddress.ofLiteral("10.0." + number + "." + i), "", true, i % 3))
                .toList();
        return RecordBlock.of(new ClusterId("west"), RecordType.A, endpoints);
    }

    /** Nothing is made: arrays that one thread made while it picks would be seen by others half written. */
    @Test
    void pickingOnlyReadsWhatWasThereBefore() {
        octetsOfPicks(blocks());
        assertThat(octetsOfPicks(blocks())).isLessThan(4 * OF_BLOCK);
    }

    private static long octetsOfPicks(RecordBlocks blocks) {
        blocks.weightSums();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int block = 0; block < BLOCKS; block++) {
            blocks.byWeight(block, 0);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void eachRecordIsPickedByItsWeight() {
        RecordBlocks blocks = blocks();
        int[] sums = blocks.weightSums();
        assertThat(sums).containsExactly(99, 198, 297);
        assertThat(blocks.weight()).isEqualTo(297);
        assertThat(IntStream.range(0, 99).map(wanted -> blocks.byWeight(1, wanted) - OF_BLOCK))
                .containsExactlyElementsOf(IntStream.range(0, OF_BLOCK)
                        .flatMap(i -> IntStream.generate(() -> i).limit(i % 3))
                        .boxed()
                        .toList());
    }
}
