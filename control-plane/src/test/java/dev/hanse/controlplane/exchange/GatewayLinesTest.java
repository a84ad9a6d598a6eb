// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the log from a gateway that connects, or has its stream ended, again and again. */
class GatewayLinesTest {

    private static final GatewayId EVIL = new GatewayId(new ClusterId("evil"), "gw-1");

    private final ManualClock clock = new ManualClock();
    private final GatewayLines lines = new GatewayLines(clock);
    private final List<String> told = new ArrayList<>();

    private void tell(int times) {
        for (int i = 0; i < times; i++) {
            lines.tell(EVIL, told::add);
        }
    }

    @Test
    void aFewLinesAreToldAsTheyCome() {
        tell(20);
        assertThat(told).hasSize(20).containsOnly("");
    }

    @Test
    void afterThatOneAMinuteSaysHowManyWereLeftOut() {
        tell(500);
        clock.advance(Duration.ofMinutes(1));
        tell(10);
        assertThat(told).hasSize(21).last().isEqualTo(" (480 lines about it were left out before this)");
    }

    @Test
    void othersAreToldAllTheSame() {
        tell(500);
        lines.tell(new GatewayId(new ClusterId("north"), "gw-1"), told::add);
        assertThat(told).hasSize(21).last().isEqualTo("");
    }
}
