// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.link.LinkState;
import dev.hanse.gateway.link.LinkStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Protects the cluster from a gateway that writes what the control plane said some time ago. */
class PublishedViewTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void whatTheControlPlaneSaidIsFreshOnceItHasSaidAllAndWhileItIsHeard() {
        assertThat(heard(LinkState.UP, 1000, 0)).isTrue();
        assertThat(heard(LinkState.UP, 999, 0)).isFalse();
        assertThat(heard(LinkState.CONNECTING, 60_000, 0)).isFalse();
        assertThat(heard(LinkState.UP, 60_000, 6_999)).isTrue();
        assertThat(heard(LinkState.UP, 60_000, 7_000)).isFalse();
    }

    @Test
    void aClockThatWasSetBackMakesNothingOld() {
        assertThat(heard(LinkState.UP, -300_000, -300_000)).isTrue();
        assertThat(heard(LinkState.CONNECTING, -300_000, -300_000)).isFalse();
    }

    private static boolean heard(LinkState state, long sinceMillis, long heardMillis) {
        return PublishedView.isHeard(
                new LinkStatus(
                        state,
                        NOW.minus(Duration.ofMillis(sinceMillis)),
                        "192.0.2.1:9443",
                        "",
                        NOW.minus(Duration.ofMillis(heardMillis)),
                        1,
                        0),
                NOW);
    }
}
