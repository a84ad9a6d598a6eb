// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects operators' calls from members whose things are large: a page ends by octets as well as by number. */
class PageTest {

    private static Iterator<StringValue> values(int count, int octets) {
        return IntStream.range(0, count)
                .mapToObj(i -> StringValue.of(i + "x".repeat(octets)))
                .iterator();
    }

    @Test
    void endsByNumber() {
        Page.Filled<StringValue> page = Page.of(3).fill(values(4, 1));
        assertThat(page.entries()).hasSize(3);
        assertThat(page.next(StringValue::getValue)).isEqualTo("2x");
        assertThat(Page.of(4).fill(values(4, 1)).more()).isFalse();
    }

    @Test
    void endsByOctets() {
        Page.Filled<StringValue> page = Page.of(1_000).fill(values(1_000, 100_000));
        assertThat(page.entries()).hasSize(10);
        assertThat(page.more()).isTrue();
        assertThat(page.entries().stream()
                        .mapToInt(StringValue::getSerializedSize)
                        .sum())
                .isLessThan(1 << 20);
    }

    @Test
    void holdsOneEntryHoweverLargeItIs() {
        Page.Filled<StringValue> page = Page.of(0).fill(values(2, 2 << 20));
        assertThat(page.entries()).hasSize(1);
        assertThat(page.next(value -> "behind the first")).isEqualTo("behind the first");
    }

    @Test
    void makesNoMoreThanItHolds() {
        Iterator<StringValue> endless =
                Stream.generate(() -> StringValue.of("x".repeat(1_000))).iterator();
        assertThat(Page.largest().fill(endless).entries()).hasSizeLessThan(3_200);
    }

    @Test
    void nothingIsOnePage() {
        assertThat(Page.of(0).fill(values(0, 0))).isEqualTo(new Page.Filled<>(java.util.List.of(), false));
    }
}
