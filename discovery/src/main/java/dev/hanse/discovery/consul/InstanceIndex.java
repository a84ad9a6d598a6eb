// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.ExportReport;
import dev.hanse.discovery.ExportSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all loops know, by service. Reports the whole after each change, with the reason where a part of it is stale. For any thread; the lock is held while the
 * listener runs.
 */
final class InstanceIndex {

    private final ExportReport report;
    private final ConsulExports exports;
    private final SortedMap<String, KnownService> services = new TreeMap<>();
    private final NodeIds nodes;
    private boolean complete;
    private @Nullable Told told;
    private @Nullable ConsulException catalogFailure;

    /** @param nanoClock as {@link System#nanoTime} */
    InstanceIndex(ExportReport report, ConsulExports exports, LongSupplier nanoClock) {
        this.nodes = new NodeIds(nanoClock);
        this.report = report;
        this.exports = exports;
    }

    /** An answer about a service. */
    synchronized void onAnswer(String name, Observation now) {
        KnownService service = services.computeIfAbsent(name, _ -> new KnownService());
        service.instancesMissingIn(now.instances()).forEach(each -> nodes.forget(each.label()));
        service.onAnswer(now);
        now.instances().stream()
                .filter(each -> ExportMeta.optsIn(each) && !each.nodeId().isEmpty())
                .forEach(each -> nodes.see(each.label(), each.nodeId()));
        if (!service.isExported() && !service.isFailing()) {
            services.remove(name);
        }
        tell();
    }

    /** What was read of a service last and is not among these instances. */
    synchronized Collection<ConsulInstance> missing(String name, List<ConsulInstance> instances) {
        KnownService service = services.get(name);
        return service == null ? List.of() : service.instancesMissingIn(instances);
    }

    /** Whether the node of an instance that was there has got another id just now. */
    synchronized boolean isRenewed(ConsulInstance instance) {
        return nodes.isRenewed(instance.label());
    }

    /** A service cannot be read; others can. */
    synchronized void onUnread(String name, String reason) {
        services.computeIfAbsent(name, _ -> new KnownService()).onUnread(reason);
        tell();
    }

    /** The connection of a service failed; of one that exports nothing that is no loss. */
    synchronized void onFailure(String name, ConsulException failure) {
        KnownService service = services.get(name);
        if (service != null) {
            service.onFailure(failure.reason());
            tell();
        }
    }

    /** Every service of the catalog has been looked at; before, nothing is reported, since a part is not the whole. */
    synchronized void onCatalogRead(Set<String> names) {
        services.entrySet().removeIf(each -> each.getValue().isUnknown() && !names.contains(each.getKey()));
        services.values().forEach(KnownService::onCatalogRead);
        complete = true;
        catalogFailure = null;
        tell();
    }

    /** The catalog cannot be read. Of an agent that is away the first reason stays: later ones say the same in other words. */
    synchronized void onCatalogFailure(ConsulException failure) {
        if (!(catalogFailure instanceof UnreachableException && failure instanceof UnreachableException)) {
            catalogFailure = failure;
        }
        tell();
    }

    /** Whether the service has exports that are valid, read or kept. */
    synchronized boolean isExported(String name) {
        KnownService service = services.get(name);
        return service != null && service.isExported();
    }

    /** The services that have such exports. */
    synchronized List<String> exported() {
        return services.keySet().stream().filter(this::isExported).toList();
    }

    /** Whether the service could not be read last. */
    synchronized boolean isFailing(String name) {
        KnownService service = services.get(name);
        return service != null && service.isFailing();
    }

    /** Whether what is known of the service may not be what it is. */
    synchronized boolean isStale(String name) {
        KnownService service = services.get(name);
        return service != null && !service.trouble().isEmpty();
    }

    private void tell() {
        Told now = new Told(
                services.values().stream()
                        .flatMap(each -> each.instances().stream())
                        .toList(),
                services.values().stream().noneMatch(KnownService::isUnknown),
                catalogFailure == null ? troubles() : catalogFailure.reason());
        if (!complete && catalogFailure != null) {
            report.failed(now.reason());
        } else if (complete && !now.equals(told)) {
            told = now;
            now.to(report, exports);
        }
    }

    private String troubles() {
        SortedMap<String, String> troubles = new TreeMap<>();
        services.forEach((name, service) -> {
            if (!service.trouble().isEmpty()) {
                troubles.put(name, service.trouble());
            }
        });
        return troubles.isEmpty() ? "" : Troubles.line(troubles);
    }

    /**
     * What is reported.
     *
     * @param all whether every service of the catalog was read at least once
     * @param reason why a part is stale; empty: none is
     */
    private record Told(List<ConsulInstance> instances, boolean all, String reason) {

        void to(ExportReport report, ConsulExports exports) {
            ExportSet set = exports.of(instances, all);
            if (reason.isEmpty()) {
                report.read(set);
            } else {
                report.partial(set, reason);
            }
        }
    }
}
