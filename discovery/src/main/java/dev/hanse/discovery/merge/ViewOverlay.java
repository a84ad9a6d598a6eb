// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a view becomes when its cluster's own exports change and nobody has merged them yet. What others export is not known here, but for what the view says of it: an import
 * that others share keeps its type, ports and traits, and a name that only others export stays theirs. All else is as the merge would have it. Pure.
 */
public final class ViewOverlay {

    /** Stands beside the names of slices for the service itself. */
    public static final String EXPORT = "";

    /** Whoever is alone is the oldest. */
    private static final ExportAge ANY_AGE = ExportAge.seen(Instant.EPOCH);

    private final ClusterId cluster;
    private final Predicate<EndpointSlice> allowed;
    private SharedMap<ServiceName, ServiceImport> imports;
    private SharedMap<SliceKey, EndpointSlice> slices;

    private ViewOverlay(View view, Predicate<EndpointSlice> allowed) {
        this.cluster = view.cluster();
        this.allowed = allowed;
        this.imports = view.imports();
        this.slices = view.slices();
    }

    /**
     * The view with what the cluster exports now, in all services in which anything differs from what it exported when the view was made. Of all else the view has the last word,
     * whatever it made of it.
     *
     * @param differing names of slices that differ by service, or did so meanwhile, see {@link #differences}: what the view has of them counts no more. What is not named there,
     *     another gateway of the cluster may have said
     * @param now what it exports
     * @param allowed which slices the merge would take; of another one the value before stays
     */
    public static View apply(
            View view,
            Map<ServiceName, Set<String>> differing,
            Map<ServiceName, ClusterExport> now,
            Predicate<EndpointSlice> allowed) {
        ViewOverlay overlay = new ViewOverlay(view, allowed);
        differing.forEach((service, slices) -> overlay.change(service, slices, now.get(service)));
        return overlay.imports == view.imports() && overlay.slices == view.slices()
                ? view
                : new View(view.cluster(), view.version(), overlay.imports, overlay.slices);
    }

    /** The names of slices of which two sets of exports say something else, by service; {@link #EXPORT} stands for the service itself. */
    public static Map<ServiceName, Set<String>> differences(
            Map<ServiceName, ClusterExport> before, Map<ServiceName, ClusterExport> now) {
        Map<ServiceName, Set<String>> differing = new HashMap<>();
        now.forEach((service, export) -> {
            ClusterExport other = before.get(service);
            if (!export.equals(other)) {
                differing.put(service, differences(other, export));
            }
        });
        before.forEach((service, export) -> {
            if (!now.containsKey(service)) {
                differing.put(service, differences(null, export));
            }
        });
        return differing;
    }

    private static Set<String> differences(@Nullable ClusterExport one, ClusterExport other) {
        Map<String, EndpointSlice> slices = one == null ? Map.of() : one.slices();
        Set<String> names = new HashSet<>();
        other.slices().forEach((name, slice) -> {
            if (!slice.equals(slices.get(name))) {
                names.add(name);
            }
        });
        slices.keySet().stream()
                .filter(name -> !other.slices().containsKey(name))
                .forEach(names::add);
        if (one == null || !one.export().equals(other.export())) {
            names.add(EXPORT);
        }
        return names;
    }

    private void change(ServiceName service, Set<String> differing, @Nullable ClusterExport now) {
        ServiceImport imported = imports.get(service);
        if (imported == null) {
            // An export that is as it was told and is not there was refused: whether it is taken now is not ours to
            // say.
            if (now != null && differing.contains(EXPORT)) {
                merge(now, differing);
            }
        } else if (imported.clusters().contains(cluster)) {
            if (now == null) {
                withdraw(imported, differing);
            } else if (imported.clusters().size() == 1) {
                merge(now, differing);
            } else {
                PortMapping mapping =
                        PortUnion.of(imported).mapping(now.export(), imported.type() == ServiceType.HEADLESS);
                putSlices(now, differing, mapping);
            }
        }
    }

    /** Nobody else exports it: the merge is that of one export. */
    private void merge(ClusterExport now, Set<String> differing) {
        ServiceExport export = now.export();
        List<EndpointSlice> taken =
                now.slices().values().stream().filter(allowed).toList();
        MergedService merged = ServiceMerge.merge(List.of(Constituent.of(cluster, ANY_AGE, export, taken)));
        if (!merged.serviceImport().equals(imports.get(export.name()))) {
            imports = imports.with(export.name(), merged.serviceImport());
        }
        putSlices(now, differing, Objects.requireNonNull(merged.ports().get(cluster)));
    }

    private void putSlices(ClusterExport now, Set<String> differing, PortMapping mapping) {
        differing.stream()
                .filter(name -> !name.equals(EXPORT) && !now.slices().containsKey(name))
                .forEach(name -> put(key(now, name), Optional.empty()));
        now.slices().forEach((name, slice) -> {
            SliceKey key = key(now, name);
            boolean refused = !differing.contains(name) && !differing.contains(EXPORT) && !slices.containsKey(key);
            if (!refused && allowed.test(slice)) {
                put(key, mapping.apply(slice));
            }
        });
    }

    private SliceKey key(ClusterExport export, String slice) {
        return new SliceKey(export.export().name(), cluster, slice);
    }

    private void put(SliceKey key, Optional<EndpointSlice> slice) {
        if (slice.isEmpty()) {
            slices = slices.without(key);
        } else if (!slice.get().equals(slices.get(key))) {
            slices = slices.with(key, slice.get());
        }
    }

    /** @param gone the slices that this gateway said; what another one of the cluster says stays, and the cluster's part with it */
    private void withdraw(ServiceImport imported, Set<String> gone) {
        gone.stream()
                .filter(name -> !name.equals(EXPORT))
                .forEach(name -> slices = slices.without(new SliceKey(imported.name(), cluster, name)));
        if (hasSlices(imported.name())) {
            return;
        }
        List<ClusterId> others = new ArrayList<>(imported.clusters());
        others.remove(cluster);
        imports = others.isEmpty()
                ? imports.without(imported.name())
                : imports.with(
                        imported.name(),
                        new ServiceImport(
                                imported.name(),
                                imported.type(),
                                imported.ports(),
                                imported.traits(),
                                imported.ipFamilies(),
                                others));
    }

    private boolean hasSlices(ServiceName service) {
        Iterator<Entry<SliceKey, EndpointSlice>> from = slices.from(SliceKey.firstOf(service));
        while (from.hasNext()) {
            SliceKey key = from.next().getKey();
            if (!key.service().equals(service)) {
                return false;
            }
            if (key.cluster().equals(cluster)) {
                return true;
            }
        }
        return false;
    }
}
