// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.WriterStatus;
import dev.hanse.gateway.exports.SourceStatus;
import dev.hanse.gateway.link.LinkState;
import io.prometheus.metrics.model.snapshots.Labels;

/** Link, view, exports, sources and certificate. Pure. */
final class GatewayMetrics {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private GatewayMetrics() {}

    static void add(GatewayStatus status, Families families) {
        link(status, families);
        view(status, families);
        exports(status, families);
        status.sources().forEach(source -> source(source, families));
        certificate(status, families);
        status.imports().ifPresent(imports -> imports(imports, families));
        status.consulImports().ifPresent(imports -> consulImports(imports, families));
    }

    private static void link(GatewayStatus status, Families families) {
        gauge(
                families,
                "hanse_link_up",
                "1 while the link to the control plane is up",
                flag(status.link().state() == LinkState.UP));
        gauge(
                families,
                "hanse_link_staleness_seconds",
                "Time since the control plane was last heard",
                status.staleness().toMillis() / MILLIS_PER_SECOND);
        counter(
                families,
                "hanse_link_connects",
                "Streams that reached Welcome",
                status.link().connects());
    }

    private static void view(GatewayStatus status, Families families) {
        var view = status.view();
        gauge(families, "hanse_ready", "1 once a view is served", flag(status.ready()));
        gauge(
                families,
                "hanse_view_version",
                "Version of the view that is served",
                view.view().version());
        gauge(
                families,
                "hanse_view_from_state",
                "1 while the view is the one kept from before the restart",
                flag(view.fromState()));
        gauge(
                families,
                "hanse_view_services",
                "Services in the view",
                view.view().imports().size());
        gauge(
                families,
                "hanse_view_peers",
                "Gateways of other clusters in the view",
                view.content().peers().size());
        gauge(
                families,
                "hanse_clusters_unreachable",
                "Clusters whose endpoints are withdrawn here because every path is down",
                view.unreachable().size());
        gauge(
                families,
                "hanse_drained",
                "1 where flows are to take other gateways of this cluster",
                view.drained() ? 1 : 0);
        gauge(
                families,
                "hanse_state_failures",
                "Files of the data directory that do not hold the newest state",
                status.stateFailures().size());
    }

    private static void exports(GatewayStatus status, Families families) {
        gauge(
                families,
                "hanse_exports_refused",
                "Exports that the control plane did not take",
                status.refused().size());
        gauge(
                families,
                "hanse_exports_unanswered",
                "Export deltas on their way",
                status.link().unansweredExports());
        gauge(
                families,
                "hanse_exports_errors",
                "Services that two sources export",
                status.sourceErrors().size());
    }

    private static void source(SourceStatus source, Families families) {
        Labels labels = Labels.of("source", source.name());
        families.gauge(
                "hanse_source_stale",
                Families.NO_HELP,
                labels,
                flag(!source.staleReason().isEmpty()));
        families.gauge("hanse_source_services", Families.NO_HELP, labels, source.services());
    }

    private static void certificate(GatewayStatus status, Families families) {
        var certificate = status.certificate();
        gauge(
                families,
                "hanse_certificate_expiry_seconds",
                "Time until the certificate ends",
                certificate.expiresAt().getEpochSecond() - (double) status.now().getEpochSecond());
        counter(families, "hanse_certificate_renewals", "Certificates received", certificate.renewals());
        gauge(families, "hanse_certificate_failures", "Renewals that failed in a row", certificate.failures());
    }

    private static void imports(WriterStatus imports, Families families) {
        gauge(
                families,
                "hanse_kubernetes_writes_imports",
                "1 while this gateway is the one that writes imports into the cluster's API",
                flag(imports.writes()));
        counter(families, "hanse_kubernetes_writes", "Requests that changed an object, or were to", imports.requests());
        gauge(
                families,
                "hanse_kubernetes_refused_objects",
                "Objects that the cluster's API does not take",
                imports.refused().size());
        gauge(
                families,
                "hanse_kubernetes_unreadable_kinds",
                "Kinds of objects that cannot be read, so that imports are not written or may be out of date",
                imports.troubles().size());
    }

    private static void consulImports(WriterStatus imports, Families families) {
        gauge(
                families,
                "hanse_consul_writes_imports",
                "1 while this gateway is the one that writes imports into Consul",
                flag(imports.writes()));
        counter(families, "hanse_consul_writes", "Transactions that changed Consul, or were to", imports.requests());
        gauge(
                families,
                "hanse_consul_refused_services",
                "Imports that are not written into Consul: it does not take them, or somebody else has their name",
                imports.refused().size());
        gauge(
                families,
                "hanse_consul_import_troubles",
                "What keeps imports from being written into Consul, or from being up to date there",
                imports.troubles().size());
    }

    private static void gauge(Families families, String name, String help, double value) {
        families.gauge(name, help, Labels.EMPTY, value);
    }

    private static void counter(Families families, String name, String help, double value) {
        families.counter(name, help, Labels.EMPTY, value);
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }
}
