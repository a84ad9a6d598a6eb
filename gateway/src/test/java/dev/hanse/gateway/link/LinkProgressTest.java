// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.net.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Protects what is shown of the link: since when it is up or down, why, and when the other end was last heard. */
class LinkProgressTest {

    private final ManualClock clock = new ManualClock();
    private int unanswered;
    private final LinkProgress progress = new LinkProgress(clock, () -> unanswered);

    private Instant tick() {
        clock.advance(Duration.ofSeconds(1));
        return clock.instant();
    }

    @Test
    void remembersSinceWhenItIsUpAndSinceWhenDown() {
        Instant start = clock.instant();
        assertThat(progress.status())
                .isEqualTo(new LinkStatus(LinkState.CLOSED, start, "", "not started", Instant.EPOCH, 0, 0));

        tick();
        progress.connecting(new ControlPlaneAddress("cp-1", 9443));
        tick();
        progress.down("refused");
        assertThat(progress.status())
                .isEqualTo(new LinkStatus(LinkState.DOWN, start, "cp-1:9443", "refused", Instant.EPOCH, 0, 0));

        Instant heard = tick();
        progress.heard();
        Instant up = tick();
        progress.up();
        unanswered = 2;
        progress.acknowledged();
        assertThat(progress.status()).isEqualTo(new LinkStatus(LinkState.UP, up, "cp-1:9443", "", heard, 1, 2));
        tick();
        assertThat(progress.age()).isEqualTo(Duration.ofSeconds(1));
        assertThat(progress.isUp()).isTrue();

        Instant lost = tick();
        progress.down("lost");
        tick();
        progress.closed();
        assertThat(progress.status())
                .isEqualTo(new LinkStatus(LinkState.CLOSED, lost, "cp-1:9443", "closed", heard, 1, 2));
    }
}
