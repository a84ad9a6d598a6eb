// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.merge.ExportAge;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Protects the oldest exporter of a service from those that claim to be older, and from clocks. */
class FirstSeenTimesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(300));
    private static final ClusterId EAST = new ClusterId("east");
    private static final ServiceName WEB = ServiceName.parse("shop/web");

    private final FirstSeenTimes times = new FirstSeenTimes(EAST);

    private static Sight later(Instant at) {
        return new Sight(at, false);
    }

    private static Optional<ServiceExport> createdAt(Instant at) {
        return Optional.of(new ServiceExport(WEB, ServiceType.HEADLESS, at, List.of(), ServiceTraits.NONE));
    }

    @Test
    void anExportIsAsOldAsItsFirstSight() {
        times.mentioned(WEB, createdAt(LONG_AGO), later(NOW));

        assertThat(times.age(WEB)).isEqualTo(ExportAge.seen(NOW));
    }

    @Test
    void justAfterAStartTheFirstClaimCountsAmongThose() {
        Sight start = new Sight(NOW, true);

        assertThat(times.mentioned(WEB, createdAt(LONG_AGO), start))
                .contains(new StateChange.PutFirstSeen(new FirstSeen(EAST, WEB, NOW, Optional.of(LONG_AGO))));
        assertThat(times.mentioned(WEB, createdAt(LONG_AGO.minusSeconds(9)), start))
                .isEmpty();
        assertThat(times.age(WEB)).isEqualTo(new ExportAge(NOW, LONG_AGO));
    }

    @Test
    void aRefusedExportClaimsNothingUntilItIsAccepted() {
        Sight start = new Sight(NOW, true);

        times.mentioned(WEB, Optional.empty(), start);
        assertThat(times.age(WEB)).isEqualTo(ExportAge.seen(NOW));
        times.mentioned(WEB, createdAt(LONG_AGO), start);
        assertThat(times.age(WEB)).isEqualTo(new ExportAge(NOW, LONG_AGO));
    }

    @Test
    void anEarlierSightIsNotExchangedForAClaim() {
        times.restore(new FirstSeen(EAST, WEB, NOW.minusSeconds(60)));

        assertThat(times.mentioned(WEB, createdAt(LONG_AGO), new Sight(NOW, true)))
                .isEmpty();
        assertThat(times.age(WEB)).isEqualTo(ExportAge.seen(NOW.minusSeconds(60)));
    }

    @Test
    void onlyTheFirstTimeIsKept() {
        FirstSeen seen = new FirstSeen(EAST, WEB, NOW);

        assertThat(times.mentioned(WEB, Optional.empty(), later(NOW))).contains(new StateChange.PutFirstSeen(seen));
        assertThat(times.mentioned(WEB, createdAt(LONG_AGO), later(NOW.plusSeconds(1))))
                .isEmpty();
        assertThat(times.all()).containsExactly(seen);
    }

    @Test
    void exportThatIsGoneIsSeenForTheFirstTimeAgain() {
        times.restore(new FirstSeen(EAST, WEB, NOW.minusSeconds(60)));
        assertThat(times.mentioned(WEB, Optional.empty(), later(NOW))).isEmpty();

        assertThat(times.gone(WEB)).isEqualTo(new StateChange.RemoveFirstSeen(EAST, WEB));
        assertThat(times.mentioned(WEB, Optional.empty(), later(NOW))).isPresent();
    }

    @Test
    void sightsFollowEachOtherWhateverTheClockSays() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Instant ahead = NOW.plus(Duration.ofDays(1));
        Sights sights = new Sights(NOW, nanos::get, List.of(new FirstSeen(EAST, WEB, ahead)));

        Sight start = sights.next(NOW);
        assertThat(start.at()).isAfter(ahead);
        nanos.addAndGet(Sights.WAITED.toNanos() - 1);
        assertThat(sights.next(NOW.minusSeconds(3_600))).isEqualTo(start);
        nanos.incrementAndGet();
        Sight first = sights.next(NOW);
        Sight second = sights.next(NOW.minusSeconds(9));
        assertThat(first.afterStart()).isFalse();
        assertThat(first.at()).isAfter(start.at());
        assertThat(second.at()).isAfter(first.at());
        assertThat(sights.next(ahead.plusSeconds(5)).at()).isEqualTo(ahead.plusSeconds(5));
    }
}
