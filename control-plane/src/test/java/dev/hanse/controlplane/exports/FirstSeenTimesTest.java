// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the oldest exporter of a service from those that claim to be older. */
class FirstSeenTimesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ClusterId EAST = new ClusterId("east");
    private static final ServiceName WEB = ServiceName.parse("shop/web");

    private final FirstSeenTimes times = new FirstSeenTimes(EAST);

    private static ServiceExport createdAt(Instant at) {
        return new ServiceExport(WEB, ServiceType.HEADLESS, at, List.of(), ServiceTraits.NONE);
    }

    @Test
    void creationCountsFromShortlyBeforeItWasFirstSeen() {
        times.mentioned(WEB, NOW);

        assertThat(times.effectiveCreation(createdAt(NOW.minus(Duration.ofDays(300)))))
                .isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(times.effectiveCreation(createdAt(NOW.minusSeconds(10)))).isEqualTo(NOW.minusSeconds(10));
    }

    @Test
    void onlyTheFirstTimeIsKept() {
        FirstSeen seen = new FirstSeen(EAST, WEB, NOW);

        assertThat(times.mentioned(WEB, NOW)).contains(new StateChange.PutFirstSeen(seen));
        assertThat(times.mentioned(WEB, NOW.plusSeconds(1))).isEmpty();
        assertThat(times.all()).containsExactly(seen);
    }

    @Test
    void exportThatIsGoneIsSeenForTheFirstTimeAgain() {
        times.restore(new FirstSeen(EAST, WEB, NOW.minusSeconds(60)));
        assertThat(times.mentioned(WEB, NOW)).isEmpty();

        assertThat(times.gone(WEB)).isEqualTo(new StateChange.RemoveFirstSeen(EAST, WEB));
        assertThat(times.mentioned(WEB, NOW)).isPresent();
    }
}
