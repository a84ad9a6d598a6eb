// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.ExportReport;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The instances that all loops have read, by service. Reports the whole while every loop can read, and one failure when the first cannot. For any thread; the lock
 * is held while the listener runs.
 */
final class InstanceIndex implements QueryLoop.Outages {

    private final ExportReport report;
    private final ConsulExports exports;
    private final Map<String, List<ConsulInstance>> services = new TreeMap<>();
    private final Set<Object> failing = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean complete;

    InstanceIndex(ExportReport report, ConsulExports exports) {
        this.report = report;
        this.exports = exports;
    }

    /** The instances of a service that opt in; none: the service is not exported any more. */
    synchronized void put(String service, List<ConsulInstance> instances) {
        List<ConsulInstance> before = instances.isEmpty() ? services.remove(service) : services.put(service, instances);
        if (!instances.equals(before == null ? List.of() : before)) {
            tell();
        }
    }

    /** Whether any instance of the service opts in. */
    synchronized boolean contains(String service) {
        return services.containsKey(service);
    }

    /** Every service of the catalog has been looked at; before, nothing is reported, since a part is not the whole. */
    synchronized void onCatalogRead() {
        if (!complete) {
            complete = true;
            tell();
        }
    }

    @Override
    public synchronized void onFailure(Object loop, String reason) {
        boolean first = failing.isEmpty();
        failing.add(loop);
        if (first) {
            report.failed(reason);
        }
    }

    @Override
    public synchronized void onSuccess(Object loop) {
        if (failing.remove(loop)) {
            tell();
        }
    }

    private void tell() {
        if (complete && failing.isEmpty()) {
            report.read(
                    exports.of(services.values().stream().flatMap(List::stream).toList()));
        }
    }
}
