// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Protects paths from a thread that stood still: missed intervals are no silence of the peer. */
class CadenceTest {

    private static final long MILLI = 1_000_000;

    @Test
    void letsEachTickOfATimerThroughThatJitters() {
        Cadence cadence = new Cadence(Duration.ofMillis(250));
        assertThat(LongStream.of(-3, 247, 520, 745, 1010).filter(each -> cadence.isDue(each * MILLI)))
                .hasSize(5);
    }

    @Test
    void skipsTicksThatComeBackToBackAfterAStall() {
        Cadence cadence = new Cadence(Duration.ofMillis(250));
        assertThat(LongStream.of(0, 250, 1750, 1750, 1751, 1751, 1752, 2000)
                        .filter(each -> cadence.isDue(each * MILLI)))
                .containsExactly(0L, 250L, 1750L, 2000L);
    }
}
