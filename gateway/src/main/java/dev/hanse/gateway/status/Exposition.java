// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The gateway's metrics in one registry, read from one snapshot for each scrape. Names end in their unit;
 * docs/operations.md lists them. Belongs to the event loop that scrapes.
 */
final class Exposition {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();
    private final Supplier<GatewayStatus> source;
    private GatewayStatus status;

    Exposition(Supplier<GatewayStatus> source) {
        this.source = source;
        this.status = source.get();
        register(GatewayMetrics::add);
        register(new DnsMetrics()::add);
        register(TunnelMetrics::add);
        register(TunnelDistributions::add);
    }

    private void register(BiConsumer<GatewayStatus, Families> subject) {
        registry.register((MultiCollector) () -> {
            Families families = new Families();
            subject.accept(status, families);
            return families.snapshots();
        });
    }

    /** In Prometheus' text format. */
    String scrape() {
        status = source.get();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            format.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
