// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.gateway.link.LinkState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The gateway's metrics, read from one snapshot for each scrape. Names end in their unit; docs/operations.md lists
 * them. Belongs to the event loop that scrapes.
 */
final class GatewayMetrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<GatewayStatus> source;
    private final CountedMeters counted = new CountedMeters(registry);
    private GatewayStatus status;

    GatewayMetrics(Supplier<GatewayStatus> source) {
        this.source = source;
        this.status = source.get();
        registerLink();
        registerView();
        registerExports();
        registerCertificate();
        registry.getPrometheusRegistry().register(new TunnelCollector(() -> status.tunnel()));
    }

    private void registerLink() {
        gauge(
                "hanse.link.up",
                "1 while the link to the control plane is up",
                s -> flag(s.link().state() == LinkState.UP));
        gauge(
                "hanse.link.staleness.seconds",
                "Time since the control plane was last heard",
                s -> s.staleness().toMillis() / 1000.0);
        counter(
                "hanse.link.connects",
                "Streams that reached Welcome",
                s -> s.link().connects());
    }

    private void registerView() {
        gauge("hanse.ready", "1 once a view is served", s -> flag(s.ready()));
        gauge(
                "hanse.view.version",
                "Version of the view that is served",
                s -> s.view().view().version());
        gauge(
                "hanse.view.from.state",
                "1 while the view is the one kept from before the restart",
                s -> flag(s.view().fromState()));
        gauge(
                "hanse.view.services",
                "Services in the view",
                s -> s.view().view().imports().size());
        gauge(
                "hanse.view.peers",
                "Gateways of other clusters in the view",
                s -> s.view().content().peers().size());
        gauge(
                "hanse.clusters.unreachable",
                "Clusters whose endpoints are withdrawn here because every path is down",
                s -> s.view().unreachable().size());
        gauge(
                "hanse.state.failures",
                "Files of the data directory that do not hold the newest state",
                s -> s.stateFailures().size());
    }

    private void registerExports() {
        gauge(
                "hanse.exports.refused",
                "Exports that the control plane did not take",
                s -> s.refused().size());
        gauge(
                "hanse.exports.unanswered",
                "Export deltas on their way",
                s -> s.link().unansweredExports());
        gauge(
                "hanse.exports.errors",
                "Services that two sources export",
                s -> s.sourceErrors().size());
    }

    private void registerCertificate() {
        gauge(
                "hanse.certificate.expiry.seconds",
                "Time until the certificate ends",
                s -> s.certificate().expiresAt().getEpochSecond()
                        - (double) s.now().getEpochSecond());
        counter(
                "hanse.certificate.renewals",
                "Certificates received",
                s -> s.certificate().renewals());
        gauge(
                "hanse.certificate.failures",
                "Renewals that failed in a row",
                s -> s.certificate().failures());
    }

    private void gauge(String name, String help, ToDoubleFunction<GatewayStatus> value) {
        Gauge.builder(name, () -> value.applyAsDouble(status)).description(help).register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<GatewayStatus> value) {
        FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.status))
                .description(help)
                .register(registry);
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }

    /** The exposition in Prometheus' text format. */
    String scrape() {
        status = source.get();
        counted.update(status);
        return registry.scrape();
    }
}
