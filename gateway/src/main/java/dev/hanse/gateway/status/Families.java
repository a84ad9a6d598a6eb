// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The metric families of one scrape while they are put together. A family comes into being with its first value, so
 * that what is gone leaves nothing behind. Not thread-safe.
 */
final class Families {

    /** In place of a sentence where the name says it all. */
    static final String NO_HELP = " ";

    private final Map<String, MetricSnapshot.Builder<?>> byName = new LinkedHashMap<>();

    /** @param name without {@code _total}, which the exposition adds */
    void counter(String name, String help, Labels labels, double value) {
        family(name, help, CounterSnapshot.Builder.class, CounterSnapshot::builder)
                .dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build());
    }

    void gauge(String name, String help, Labels labels, double value) {
        family(name, help, GaugeSnapshot.Builder.class, GaugeSnapshot::builder)
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build());
    }

    /** Sum and count of what was measured elsewhere. */
    void summary(String name, String help, Labels labels, long count, double sum) {
        family(name, help, SummarySnapshot.Builder.class, SummarySnapshot::builder)
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .labels(labels)
                        .count(count)
                        .sum(sum)
                        .build());
    }

    void histogram(String name, String help, Labels labels, ClassicHistogramBuckets buckets, double sum) {
        family(name, help, HistogramSnapshot.Builder.class, HistogramSnapshot::builder)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(labels)
                        .classicHistogramBuckets(buckets)
                        .sum(sum)
                        .build());
    }

    private <B extends MetricSnapshot.Builder<B>> B family(
            String name, String help, Class<B> type, Supplier<B> builder) {
        return type.cast(
                byName.computeIfAbsent(name, absent -> builder.get().name(name).help(help)));
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(
                byName.values().stream().map(MetricSnapshot.Builder::build).toList());
    }
}
