// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.gateway.status.AnswerSeries.Series;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects the metrics by service: as many series as allowed, no count that goes back, no answer uncounted. */
class AnswerSeriesTest {

    private static Origin origin(String service, String cluster) {
        return new Origin(ServiceName.parse(service), new ClusterId(cluster));
    }

    @Test
    void hasASeriesForEachServiceAndCluster() {
        Map<Series, Long> series = new AnswerSeries(10)
                .of(Map.of(
                        origin("shop/web", "east"),
                        3L,
                        origin("shop/web", "west.prod"),
                        2L,
                        new Origin(ServiceName.parse("shop/db"), null),
                        1L));
        assertThat(series)
                .isEqualTo(Map.of(
                        new Series("shop", "web", "east"), 3L,
                        new Series("shop", "web", "west.prod"), 2L,
                        new Series("shop", "db", ""), 1L));
    }

    @Test
    void sumsWhatComesBeyondTheLimitByCluster() {
        AnswerSeries series = new AnswerSeries(1);
        assertThat(series.of(Map.of(origin("shop/web", "east"), 3L)))
                .containsExactly(Map.entry(new Series("shop", "web", "east"), 3L));
        Map<Origin, Long> later = Map.of(
                origin("shop/web", "east"), 4L,
                origin("a/first", "east"), 5L,
                origin("a/second", "east"), 6L,
                origin("a/first", "west"), 7L);
        for (int scrape = 0; scrape < 2; scrape++) {
            assertThat(series.of(later))
                    .isEqualTo(Map.of(
                            new Series("shop", "web", "east"), 4L,
                            new Series("", "", "east"), 11L,
                            new Series("", "", "west"), 7L));
        }
    }
}
