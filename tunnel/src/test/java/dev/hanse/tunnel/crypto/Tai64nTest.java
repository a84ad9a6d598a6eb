// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Protects the order of initiations: time stamps compare as their instants do, and look as WireGuard's. */
class Tai64nTest {

    @Test
    void countsFromTheTaiEpoch() {
        assertThat(Tai64n.of(Instant.EPOCH).octets()).isEqualTo(HexFormat.of().parseHex("400000000000000a00000000"));
        assertThat(Tai64n.of(Instant.ofEpochSecond(1, 999_999_999)).octets())
                .isEqualTo(HexFormat.of().parseHex("400000000000000b3b9ac9ff"));
    }

    @Test
    void ordersByTime() {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        assertThat(Tai64n.of(now)).isEqualByComparingTo(Tai64n.of(now)).isEqualTo(Tai64n.of(now));
        assertThat(Tai64n.of(now.plusNanos(1))).isGreaterThan(Tai64n.of(now));
        assertThat(Tai64n.of(now.plusSeconds(1))).isGreaterThan(Tai64n.of(now.plusNanos(999_999_999)));
    }

    @Test
    void readsWhatItWrote() {
        Tai64n stamp = Tai64n.of(Instant.parse("2026-11-23T12:00:00.5Z"));
        assertThat(Tai64n.decode(stamp.octets())).isEqualTo(stamp).hasSameHashCodeAs(stamp);
        assertThatThrownBy(() -> Tai64n.decode(new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11 octets (expected: 12)");
    }
}
