// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.HeldOctets;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts how much memory a view takes, with the DNS records that are made of it: those of a headless service's endpoints come and go with the type of the
 * service, whichever of both is told first, and so do those of a service whose endpoints listen on different ports. Not thread-safe. Bounded by the services of the view.
 */
final class ViewLedger {

    private final ViewLimits limits;
    private final Map<ServiceName, Share> services;
    private final Map<ClusterId, Long> byCluster;
    private long octets;

    /**
     * What one service takes.
     *
     * @param owner the cluster that the import counts for; the oldest exporter
     * @param imported octets of the import; 0: there is none yet
     * @param headless whether endpoints have names of their own
     * @param slices octets of the endpoints, by cluster
     * @param ports what the endpoints listen on
     */
    private record Share(
            Optional<ClusterId> owner,
            long imported,
            boolean headless,
            Map<ClusterId, Slices> slices,
            ListenedPorts ports) {

        static final Share NONE = new Share(Optional.empty(), 0, false, Map.of(), ListenedPorts.NONE);

        boolean isEmpty() {
            return imported == 0 && slices.isEmpty();
        }

        Map<ClusterId, Long> octets() {
            Map<ClusterId, Long> all = new HashMap<>();
            owner.ifPresent(each -> all.put(each, imported));
            boolean named = headless || ports.differ();
            slices.forEach((cluster, each) -> all.merge(cluster, each.octets(named), Long::sum));
            return all;
        }

        Share with(ClusterId cluster, EndpointSlice slice) {
            return with(cluster, of(cluster).plus(Slices.of(slice)), ports.with(slice.ports(), 1));
        }

        Share without(ClusterId cluster, EndpointSlice slice) {
            return with(cluster, of(cluster).minus(Slices.of(slice)), ports.with(slice.ports(), -1));
        }

        private Slices of(ClusterId cluster) {
            return slices.getOrDefault(cluster, Slices.NONE);
        }

        private Share with(ClusterId cluster, Slices now, ListenedPorts listened) {
            Map<ClusterId, Slices> changed = new HashMap<>(slices);
            changed.put(cluster, now);
            changed.values().removeIf(each -> each.plain == 0);
            return new Share(owner, imported, headless, changed, listened);
        }

        /** As another import, or none. */
        Share as(Optional<ServiceImport> now) {
            return new Share(
                    now.flatMap(each -> each.clusters().stream().findFirst()),
                    now.map(HeldOctets::of).orElse(0L),
                    now.filter(each -> each.type() == ServiceType.HEADLESS).isPresent(),
                    slices,
                    ports);
        }
    }

    /**
     * Endpoints of one service and cluster.
     *
     * @param plain what they take in any case
     * @param names what their own names take beside that
     */
    private record Slices(long plain, long names) {

        static final Slices NONE = new Slices(0, 0);

        static Slices of(EndpointSlice slice) {
            long plain = HeldOctets.of(slice, false);
            return new Slices(plain, HeldOctets.of(slice, true) - plain);
        }

        Slices plus(Slices other) {
            return new Slices(plain + other.plain, names + other.names);
        }

        Slices minus(Slices other) {
            return new Slices(plain - other.plain, names - other.names);
        }

        long octets(boolean named) {
            return named ? plain + names : plain;
        }
    }

    ViewLedger(ViewLimits limits) {
        this(limits, new HashMap<>(), new HashMap<>(), 0);
    }

    private ViewLedger(
            ViewLimits limits, Map<ServiceName, Share> services, Map<ClusterId, Long> byCluster, long octets) {
        this.limits = limits;
        this.services = services;
        this.byCluster = byCluster;
        this.octets = octets;
    }

    /** One that changes apart from this. */
    ViewLedger copy() {
        return new ViewLedger(limits, new HashMap<>(services), new HashMap<>(byCluster), octets);
    }

    ViewLimits limits() {
        return limits;
    }

    /** Octets of everything that is counted. */
    long octets() {
        return octets;
    }

    /** Takes an import in place of the one of its service; on refusal nothing changes. */
    void put(ServiceImport imported) throws ItemRefusedException {
        replace(imported.name(), share(imported.name()).as(Optional.of(imported)));
    }

    /** The service's import is gone. */
    void remove(ServiceName service) {
        Share before = share(service);
        set(service, before, before.as(Optional.empty()));
    }

    /** Takes endpoints in place of others; on refusal nothing changes. */
    void put(ClusterId cluster, Optional<EndpointSlice> before, EndpointSlice after) throws ItemRefusedException {
        Share share = share(after.service());
        Share without = before.map(slice -> share.without(cluster, slice)).orElse(share);
        replace(after.service(), without.with(cluster, after));
    }

    /** Endpoints are gone. */
    void remove(ClusterId cluster, EndpointSlice gone) {
        Share share = share(gone.service());
        set(gone.service(), share, share.without(cluster, gone));
    }

    private Share share(ServiceName service) {
        return services.getOrDefault(service, Share.NONE);
    }

    private void replace(ServiceName service, Share after) throws ItemRefusedException {
        Share before = share(service);
        set(service, before, after);
        try {
            requireRoom(before.octets(), after.octets());
        } catch (ItemRefusedException e) {
            set(service, after, before);
            throw e;
        }
    }

    private void set(ServiceName service, Share before, Share after) {
        before.octets().forEach((cluster, each) -> count(cluster, -each));
        after.octets().forEach(this::count);
        if (after.isEmpty()) {
            services.remove(service);
        } else {
            services.put(service, after);
        }
    }

    private void count(ClusterId cluster, long change) {
        octets += change;
        byCluster.merge(cluster, change, (one, other) -> one + other == 0 ? null : one + other);
    }

    /** Only what grows is refused: a view that is too large already can get smaller piece by piece. */
    private void requireRoom(Map<ClusterId, Long> before, Map<ClusterId, Long> after) throws ItemRefusedException {
        for (Map.Entry<ClusterId, Long> each : after.entrySet()) {
            if (each.getValue() > before.getOrDefault(each.getKey(), 0L)) {
                requireAtMost(octets, limits.octets(), "view");
                requireAtMost(
                        byCluster.getOrDefault(each.getKey(), 0L),
                        limits.octetsOfCluster(),
                        "exports of cluster " + each.getKey());
            }
        }
    }

    /** Something else that counts for a cluster is now larger or smaller; on refusal nothing changes. */
    void add(ClusterId cluster, long change) throws ItemRefusedException {
        count(cluster, change);
        if (change > 0
                && (octets > limits.octets() || byCluster.getOrDefault(cluster, 0L) > limits.octetsOfCluster())) {
            count(cluster, -change);
            throw tooMuch("view", limits.octets());
        }
    }

    /** Something else that counts for a cluster is as it was, or gone. */
    void restore(ClusterId cluster, long change) {
        count(cluster, change);
    }

    private static void requireAtMost(long octets, long limit, String what) throws ItemRefusedException {
        if (octets > limit) {
            throw tooMuch(what, limit);
        }
    }

    private static ItemRefusedException tooMuch(String what, long limit) {
        return new ItemRefusedException(
                "QUOTA_EXCEEDED",
                what + ": full (expected: at most " + (limit >> 20)
                        + " MiB of memory; give the gateway a larger heap)");
    }
}
