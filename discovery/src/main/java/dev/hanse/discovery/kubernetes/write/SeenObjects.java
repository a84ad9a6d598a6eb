// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All objects of ours, as they were seen last: on a watch, or in an answer to our own request, whatever is newer. For any thread. */
final class SeenObjects {

    private final Map<ObjectKey, FoundObject> objects = new HashMap<>();
    private final Map<ServiceName, Set<ObjectKey>> byService = new HashMap<>();
    private final Set<ObjectKind> listed = EnumSet.noneOf(ObjectKind.class);
    private final Map<ObjectKind, Set<ObjectKey>> answered = new EnumMap<>(ObjectKind.class);
    private final Consumer<ServiceName> changed;
    private final DerivedAddresses addresses = new DerivedAddresses(this::address);

    /** @param changed is told of services whose objects changed; must not block */
    SeenObjects(Consumer<ServiceName> changed) {
        this.changed = changed;
    }

    /** @param all takes the addresses of all services that have one, once they are known and with each change; must not block. Set before anything is seen */
    synchronized void onAddresses(Consumer<SharedMap<ServiceName, ServiceAddress>> all) {
        addresses.listen(all);
    }

    /**
     * A list was read: what it lacks is gone, and what it has is so, whatever was seen before: its versions are lower where a backup was restored. What an answer to our own request said
     * meanwhile comes again on the watch; what we have made meanwhile, behind the moment of the list, is there. Returns whether now all kinds were read once.
     *
     * @param version of the list
     */
    synchronized boolean replace(ObjectKind kind, List<FoundObject> found, String version) {
        Set<ObjectKey> there = found.stream().map(FoundObject::key).collect(Collectors.toSet());
        Set<ObjectKey> meanwhile = answered.remove(kind);
        if (meanwhile != null) {
            meanwhile.stream().filter(key -> isNewer(key, version)).forEach(there::add);
        }
        objects.keySet().stream()
                .filter(key -> key.kind() == kind && !there.contains(key))
                .toList()
                .forEach(this::drop);
        found.forEach(this::set);
        boolean first = listed.add(kind);
        tellAddresses();
        return first && isComplete();
    }

    /** As above, at a version that is not known. */
    synchronized boolean replace(ObjectKind kind, List<FoundObject> found) {
        return replace(kind, found, "");
    }

    /** A list of the kind is about to be asked for. */
    synchronized void onListing(ObjectKind kind) {
        answered.put(kind, new HashSet<>());
    }

    private boolean isNewer(ObjectKey key, String version) {
        FoundObject known = objects.get(key);
        Seen<?> seen = known == null ? null : known.seen();
        return seen != null && ObjectVersion.of(seen.version()) > ObjectVersion.of(version);
    }

    /** Whether all kinds were read: before, what is missing may only not have been read. */
    synchronized boolean isComplete() {
        return listed.size() == ObjectKind.values().length;
    }

    /** While one of the two kinds was not read, nothing is known of any address. */
    private void tellAddresses() {
        if (listed.contains(ObjectKind.SERVICE_IMPORT) && listed.contains(ObjectKind.SERVICE)) {
            addresses.tell();
        }
    }

    synchronized void put(FoundObject found) {
        if (!isOlder(found)) {
            set(found);
            Set<ObjectKey> meanwhile = answered.get(found.key().kind());
            if (meanwhile != null) {
                meanwhile.add(found.key());
            }
            tellAddresses();
        }
    }

    private void set(FoundObject found) {
        FoundObject before = objects.get(found.key());
        if (found.equals(before)) {
            return;
        }
        drop(found.key());
        Seen<?> seen = found.seen();
        if (seen != null) {
            objects.put(found.key(), found);
            byService
                    .computeIfAbsent(seen.content().service(), _ -> new HashSet<>())
                    .add(found.key());
            onChanged(seen.content().service());
        }
    }

    private void onChanged(ServiceName service) {
        changed.accept(service);
        addresses.onChanged(service);
    }

    /** The watch may still be on its way to what an answer has said already. */
    private boolean isOlder(FoundObject found) {
        FoundObject known = objects.get(found.key());
        Seen<?> before = known == null ? null : known.seen();
        Seen<?> now = found.seen();
        return before != null
                && now != null
                && before.uid().equals(now.uid())
                && ObjectVersion.of(before.version()) > ObjectVersion.of(now.version());
    }

    synchronized void remove(ObjectKey key) {
        drop(key);
        tellAddresses();
    }

    private void drop(ObjectKey key) {
        FoundObject known = objects.remove(key);
        Seen<?> seen = known == null ? null : known.seen();
        if (seen != null) {
            ServiceName service = seen.content().service();
            byService.computeIfPresent(service, (_, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
            onChanged(service);
        }
    }

    /** Services of which anything of ours is there. */
    synchronized Set<ServiceName> services() {
        return Set.copyOf(byService.keySet());
    }

    /** The address that leads to a service: that of our Service, if it belongs to our import. */
    private @Nullable ServiceAddress address(ServiceName service) {
        FoundObject derived = objects.get(
                ObjectKey.of(ObjectKind.SERVICE, service.namespace(), WrittenNames.derivedService(service)));
        FoundObject imported =
                objects.get(ObjectKey.of(ObjectKind.SERVICE_IMPORT, service.namespace(), service.name()));
        Seen<?> owned = derived == null ? null : derived.seen();
        Seen<?> owner = imported == null ? null : imported.seen();
        return derived == null
                        || owned == null
                        || owner == null
                        || !owned.owners().contains(owner.uid())
                ? null
                : derived.addresses().toClients((WrittenService) owned.content());
    }

    @SuppressWarnings("unchecked") // Each content is that of its kind.
    synchronized SeenService of(ServiceName service) {
        Seen<WrittenImport> imported = null;
        Seen<WrittenService> derived = null;
        ServiceAddresses addresses = ServiceAddresses.NONE;
        Map<String, Seen<WrittenSlice>> slices = new HashMap<>();
        for (ObjectKey key : byService.getOrDefault(service, Set.of())) {
            FoundObject found = Objects.requireNonNull(objects.get(key));
            Seen<?> seen = Objects.requireNonNull(found.seen());
            switch (seen.content()) {
                case WrittenImport _ -> imported = (Seen<WrittenImport>) seen;
                case WrittenService _ -> {
                    derived = (Seen<WrittenService>) seen;
                    addresses = found.addresses();
                }
                case WrittenSlice slice -> slices.put(slice.name(), (Seen<WrittenSlice>) seen);
            }
        }
        return new SeenService(imported, derived, addresses, slices);
    }
}
