// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects memory from what one very large service needed while it was compiled. */
class AddressRecordsTest {

    private final AddressIndex index = new AddressIndex();

    private static RecordBlock block(int first, int count) {
        List<Endpoint> endpoints = IntStream.range(first, first + count)
                .mapToObj(i ->
                        Endpoint.ready(InetAddress.ofLiteral("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256)))
                .toList();
        return RecordBlock.of(new ClusterId("west"), RecordType.A, endpoints);
    }

    @Test
    void aVeryLargeServiceLeavesASmallIndex() {
        List<RecordBlock> blocks = List.of(block(0, 70_000), block(69_999, 2));
        assertThat(index.distinct(blocks)).extracting(RecordBlock::count).containsExactly(70_000, 1);
        assertThat(index.slots()).isGreaterThan(AddressIndex.KEPT_SLOTS);
        index.end();
        assertThat(index.slots()).isLessThanOrEqualTo(AddressIndex.KEPT_SLOTS);
        assertThat(index.distinct(List.of(block(0, 300), block(299, 2))))
                .extracting(RecordBlock::count)
                .containsExactly(300, 1);
    }

    @Test
    void theIndexOfUsualServicesIsKept() {
        index.distinct(List.of(block(0, 1_000), block(999, 2)));
        int slots = index.slots();
        index.end();
        assertThat(index.slots()).isEqualTo(slots);
    }
}
