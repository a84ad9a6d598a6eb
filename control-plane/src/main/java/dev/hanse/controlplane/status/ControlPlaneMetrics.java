// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.status;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.connections.Connections;
import dev.hanse.controlplane.exchange.ExchangeCounters;
import dev.hanse.controlplane.exchange.Streams;
import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.membership.RestoreWatch;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.views.Views;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** What Prometheus reads. Thread-safe; values that the control loop owns are read there. */
public final class ControlPlaneMetrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Over the state of a running control plane. */
    public ControlPlaneMetrics(
            ControlLoop loop,
            Members members,
            Views views,
            StateWriter writer,
            Streams streams,
            RestoreWatch restores) {
        owned(
                "hanse.clusters",
                "Members of the cluster set",
                loop,
                members,
                each -> each.clusters().size());
        owned(
                "hanse.gateways",
                "Gateways of all members",
                loop,
                members,
                each -> each.gateways().size());
        owned(
                "hanse.services",
                "Services with an export, valid or not",
                loop,
                views,
                each -> each.services().size());
        owned(
                "hanse.store.behind",
                "1 while the store cannot be written",
                loop,
                writer,
                each -> each.isFailing() ? 1 : 0);
        Gauge.builder("hanse.store.restored", restores, each -> each.isRestored() ? 1 : 0)
                .description("1 since it was noticed that the store is older than what members hold")
                .register(registry);
        Gauge.builder("hanse.certificates.unaccounted", restores, RestoreWatch::unaccounted)
                .description("Certificates presented since the start that the store did not know")
                .register(registry);
        Gauge.builder("hanse.gateways.connected", streams, Streams::connected)
                .description("Gateways with an open exchange stream")
                .register(registry);
        ExchangeCounters counters = streams.counters();
        counter("hanse.exchange.export.deltas", "Export deltas received", counters, ExchangeCounters::exportDeltas);
        counter("hanse.exchange.items.refused", "Exported items refused", counters, ExchangeCounters::refusedItems);
        counter("hanse.exchange.view.deltas", "View deltas sent", counters, ExchangeCounters::viewDeltas);
        counter("hanse.exchange.view.snapshots", "View snapshots sent", counters, ExchangeCounters::snapshots);
        counter("hanse.exchange.streams.ended", "Exchange streams ended", counters, ExchangeCounters::streamsEnded);
    }

    /** Shows who is connected, and how much was refused to whom. */
    public void callers(Connections connections, AuditLog audit) {
        connections("shown", connections, Connections::members);
        connections("none", connections, Connections::unproven);
        FunctionCounter.builder("hanse.refusals", audit, AuditLog::refusals)
                .description("Calls and connections refused, as the audit log counts them")
                .register(registry);
    }

    private void connections(String certificate, Connections connections, ToDoubleFunction<Connections> value) {
        Gauge.builder("hanse.connections", connections, value)
                .description("Connections of gRPC, by whether a certificate of the cluster set was shown")
                .tag("certificate", certificate)
                .register(registry);
    }

    /** How much of the memory that the limits give is used; once. */
    public void exports(ControlLoop loop, MemberExports exports, long limit) {
        owned("hanse.exports.octets", "Octets of memory that all exports are counted for", loop, exports, each ->
                (int) Math.min(Integer.MAX_VALUE, each.octets()));
        Gauge.builder("hanse.exports.octets.limit", () -> limit)
                .description("Octets of memory that all exports may take: a third of the heap")
                .register(registry);
    }

    /** How much a start has not taken up of what was kept; once. */
    public void quarantined(int count) {
        Gauge.builder("hanse.quarantined", () -> count)
                .description("Items of before that the last start did not take up, since they pass today's bounds")
                .register(registry);
    }

    private <T> void owned(String name, String description, ControlLoop loop, T state, ToIntFunction<T> value) {
        Gauge.builder(name, state, each -> loop.call(() -> value.applyAsInt(each)))
                .description(description)
                .register(registry);
    }

    private void counter(
            String name, String description, ExchangeCounters counters, ToDoubleFunction<ExchangeCounters> value) {
        FunctionCounter.builder(name, counters, value).description(description).register(registry);
    }

    /** All values in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }
}
