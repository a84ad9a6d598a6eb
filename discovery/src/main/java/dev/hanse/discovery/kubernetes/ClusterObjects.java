// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster: the stripped objects of all kinds, and how far each kind can be read. Its followers fill it, and one thread takes what has changed. Holds as
 * much as the API server does.
 */
final class ClusterObjects {

    private final Map<ObjectName, KeptExport> exports = new HashMap<>();
    private final Map<ObjectName, KeptService> services = new HashMap<>();
    private final Map<ObjectName, KeptSlice> slices = new HashMap<>();
    private final Map<ObjectName, Map<ObjectName, KeptSlice>> slicesOf = new HashMap<>();
    private final Set<Resource> listed = EnumSet.noneOf(Resource.class);
    private final Set<Resource> followed = EnumSet.noneOf(Resource.class);
    private final SortedMap<Resource, String> failures = new TreeMap<>();
    private final Set<ObjectName> changed = new HashSet<>();
    private boolean news;

    /**
     * All that an export is made of.
     *
     * @param name of export and service
     * @param export null: there is none
     * @param service null: there is none
     * @param slices in the order of their names
     */
    record Subject(
            ObjectName name,
            @Nullable KeptExport export,
            @Nullable KeptService service,
            List<KeptSlice> slices) {}

    /**
     * What has changed since it was asked last.
     *
     * @param subjects of services that have or had an export
     * @param complete whether all kinds were listed since the start
     * @param fresh whether all kinds are followed
     * @param failures why others are not
     */
    record Change(List<Subject> subjects, boolean complete, boolean fresh, SortedMap<Resource, String> failures) {}

    /** A list was read: what it lacks is gone. */
    synchronized void replace(Resource resource, Map<ObjectName, Kept> found) {
        List<Kept> gone = new ArrayList<>();
        known(resource).forEach((name, kept) -> {
            if (!found.containsKey(name)) {
                gone.add(kept);
            }
        });
        gone.forEach(this::remove);
        found.values().forEach(this::put);
        if (listed.add(resource)) {
            onNews();
        }
    }

    private Map<ObjectName, ? extends Kept> known(Resource resource) {
        return switch (resource) {
            case SERVICE_EXPORTS -> exports;
            case SERVICES -> services;
            case ENDPOINT_SLICES -> slices;
        };
    }

    /** An object is there, or has changed. */
    synchronized void put(Kept object) {
        Kept before = switch (object) {
            case KeptExport export -> exports.put(export.name(), export);
            case KeptService service -> services.put(service.name(), service);
            case KeptSlice slice -> put(slice);
        };
        if (!object.equals(before)) {
            onChange(object);
        }
    }

    private @Nullable KeptSlice put(KeptSlice slice) {
        KeptSlice before = slices.put(slice.name(), slice);
        if (before != null && !before.service().equals(slice.service())) {
            leave(before);
            onChange(before);
        }
        slicesOf.computeIfAbsent(slice.service(), _ -> new TreeMap<>()).put(slice.name(), slice);
        return before;
    }

    private void leave(KeptSlice slice) {
        slicesOf.computeIfPresent(slice.service(), (_, of) -> {
            of.remove(slice.name());
            return of.isEmpty() ? null : of;
        });
    }

    /** An object is gone. */
    synchronized void remove(Kept object) {
        switch (object) {
            case KeptExport export -> exports.remove(export.name());
            case KeptService service -> services.remove(service.name());
            case KeptSlice slice -> {
                KeptSlice known = Objects.requireNonNullElse(slices.remove(slice.name()), slice);
                leave(known);
                onChange(known);
            }
        }
        onChange(object);
    }

    /** Services that nobody exports change often. */
    private void onChange(Kept object) {
        if (object instanceof KeptExport || exports.containsKey(object.service())) {
            changed.add(object.service());
            onNews();
        }
    }

    /** The kind is watched, behind the list. */
    synchronized void onFollowed(Resource resource) {
        if (followed.add(resource)) {
            failures.remove(resource);
            onNews();
        }
    }

    /** The kind cannot be read; what is known of it stays. */
    synchronized void onFailed(Resource resource, String reason) {
        followed.remove(resource);
        if (!reason.equals(failures.put(resource, reason))) {
            onNews();
        }
    }

    private void onNews() {
        news = true;
        notifyAll();
    }

    /** Waits for news. */
    synchronized Change await() throws InterruptedException {
        while (!news) {
            wait();
        }
        news = false;
        Set<Resource> all = EnumSet.allOf(Resource.class);
        boolean complete = listed.containsAll(all);
        return new Change(
                complete ? subjects() : List.of(), complete, followed.containsAll(all), new TreeMap<>(failures));
    }

    /** Before all kinds are listed, what is missing may only not have been read. */
    private List<Subject> subjects() {
        List<Subject> subjects = changed.stream().map(this::subject).toList();
        changed.clear();
        return subjects;
    }

    private Subject subject(ObjectName name) {
        return new Subject(
                name,
                exports.get(name),
                services.get(name),
                List.copyOf(slicesOf.getOrDefault(name, Map.of()).values()));
    }
}
