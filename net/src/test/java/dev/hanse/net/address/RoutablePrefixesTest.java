// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects everybody's routes from a cluster that claims more than a cluster has. */
class RoutablePrefixesTest {

    private static List<IpPrefix> prefixes(Stream<String> texts) {
        return texts.map(IpPrefix::parse).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/7", "fd00::/8", "2a00::/31", "::/0"})
    void refusesWhatIsTooLarge(String text) {
        assertThatThrownBy(() -> RoutablePrefixes.require(IpPrefix.parse(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(IpPrefix.parse(text).toString())
                .hasMessageContaining("expected: a length of at least 8 for IPv4, 32 for IPv6");
    }

    @Test
    void saysWhichRangeIsNobodys() {
        assertThatThrownBy(() -> RoutablePrefixes.require(IpPrefix.parse("169.0.0.0/8")))
                .hasMessage("prefix: 169.0.0.0/8 has addresses of 169.254.0.0/16"
                        + " (expected: addresses that may be a cluster's own)");
    }

    @Test
    void allPrivateRangesTogetherAreOneClustersAtMost() {
        assertThat(RoutablePrefixes.requireAll(prefixes(
                        Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fd00:1::/32"))))
                .hasSize(5);
        assertThatThrownBy(() -> RoutablePrefixes.requireAll(
                        prefixes(IntStream.rangeClosed(11, 13).mapToObj(first -> first + ".0.0.0/8"))))
                .hasMessageContaining("larger together than two of length 8");
        assertThatThrownBy(() -> RoutablePrefixes.requireAll(
                        prefixes(IntStream.rangeClosed(1, 3).mapToObj(second -> "fd01:" + second + "::/32"))))
                .hasMessageContaining("two of 32 of IPv6");
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false"})
    void theirNumberHasALimit(int count, boolean accepted) {
        List<IpPrefix> many = prefixes(IntStream.range(0, count).mapToObj(i -> "10." + i + ".0.0/16"));
        if (accepted) {
            assertThat(RoutablePrefixes.requireAll(many)).hasSize(count);
        } else {
            assertThatThrownBy(() -> RoutablePrefixes.requireAll(many))
                    .hasMessage("65 prefixes (expected: at most 64)");
        }
    }

    @Test
    void namesTwoThatOverlap() {
        assertThatThrownBy(() -> RoutablePrefixes.requireAll(prefixes(Stream.of("10.0.0.0/8", "10.4.0.0/16"))))
                .hasMessage("10.4.0.0/16 overlaps 10.0.0.0/8 (expected: prefixes that share no address)");
    }
}
