// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.discovery.model.ClusterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The views of all gateways: what all see, kept once, and what only one sees. One revision counts for all; a gateway's
 * position is the revision up to which it knows everything.
 *
 * <p>Owned by the control loop. Changes are made between {@link #begin} and {@link #end}, which makes them one
 * revision.
 */
final class ViewLog {

    /**
     * Stands before each epoch. Grows when the same exports give another view than before, so that no stream resumes on
     * the old one.
     */
    private static final String FORMAT = "1-";

    private final Supplier<String> randomText;
    private final ItemLog shared = new ItemLog();
    private final Map<GatewayId, ItemLog> own = new HashMap<>();
    private final Map<ClusterId, Set<GatewayId>> byCluster = new HashMap<>();
    private final Set<GatewayId> ownChanged = new HashSet<>();
    private boolean sharedChanged;
    private String epoch = "";
    private long revision;
    private long pending;

    ViewLog(Supplier<String> randomText) {
        this.randomText = randomText;
    }

    /** Takes over what was saved, after the items were put; a new epoch where none was valid. */
    void resume(SavedViews saved) {
        revision = Math.max(saved.revision(), 0) + (saved.epoch().startsWith(FORMAT) ? 0 : 1);
        if (saved.epoch().startsWith(FORMAT)) {
            epoch = saved.epoch();
            shared.settle(saved.sharedChangedAt());
            own.forEach((gateway, log) -> log.settle(saved.ownChangedAt().getOrDefault(gateway, saved.revision())));
        } else {
            restart();
        }
        ownChanged.clear();
        sharedChanged = false;
    }

    /** Begins a new epoch: no position of before is valid any more. */
    void restart() {
        epoch = FORMAT + randomText.get();
        shared.settle(revision);
        own.values().forEach(log -> log.settle(revision));
    }

    void begin() {
        pending = revision + 1;
    }

    /** Closes the revision; empty if nothing changed. */
    Optional<SavedViews> end() {
        if (!sharedChanged && ownChanged.isEmpty()) {
            return Optional.empty();
        }
        revision = pending;
        Map<GatewayId, Long> changed = new HashMap<>();
        ownChanged.stream().filter(own::containsKey).forEach(gateway -> changed.put(gateway, revision));
        ownChanged.clear();
        sharedChanged = false;
        return Optional.of(new SavedViews(epoch, revision, shared.lastChange(), changed));
    }

    /** Everything to save. */
    SavedViews saved() {
        Map<GatewayId, Long> changed = new HashMap<>();
        own.forEach((gateway, log) -> changed.put(gateway, log.lastChange()));
        return new SavedViews(epoch, revision, shared.lastChange(), changed);
    }

    void addGateway(GatewayId gateway) {
        own.put(gateway, new ItemLog());
        byCluster.computeIfAbsent(gateway.cluster(), _ -> new TreeSet<>()).add(gateway);
        ownChanged.add(gateway);
    }

    void removeGateway(GatewayId gateway) {
        own.remove(gateway);
        byCluster.computeIfPresent(gateway.cluster(), (_, all) -> all.remove(gateway) && all.isEmpty() ? null : all);
    }

    List<GatewayId> gatewaysOf(ClusterId cluster) {
        return List.copyOf(byCluster.getOrDefault(cluster, Set.of()));
    }

    void putShared(ViewItem item) {
        sharedChanged |= shared.put(item, pending);
    }

    void removeShared(ViewKey key) {
        sharedChanged |= shared.remove(key, pending);
    }

    void putOwn(GatewayId gateway, ViewItem item) {
        ItemLog log = own.get(gateway);
        if (log != null && log.put(item, pending)) {
            ownChanged.add(gateway);
        }
    }

    void removeOwn(GatewayId gateway, ViewKey key) {
        ItemLog log = own.get(gateway);
        if (log != null && log.remove(key, pending)) {
            ownChanged.add(gateway);
        }
    }

    /** Whether a gateway at {@code position} needs no snapshot. */
    boolean resumesFrom(GatewayId gateway, Position position) {
        return position.epoch().equals(epoch)
                && position.version() > 0
                && position.version() <= revision
                && shared.reachesBackTo(position.version())
                && log(gateway).reachesBackTo(position.version());
    }

    /** What a gateway at {@code position} misses. */
    ViewChange since(GatewayId gateway, Position position) {
        boolean resumed = resumesFrom(gateway, position);
        List<ViewItem> upserts = new ArrayList<>();
        List<ViewKey> removals = new ArrayList<>();
        if (resumed) {
            shared.collectSince(position.version(), upserts, removals);
            log(gateway).collectSince(position.version(), upserts, removals);
        } else {
            upserts.addAll(shared.items());
            upserts.addAll(log(gateway).items());
        }
        return new ViewChange(new Position(epoch, revision), !resumed, upserts, removals);
    }

    private ItemLog log(GatewayId gateway) {
        ItemLog log = own.get(gateway);
        if (log == null) {
            throw new IllegalArgumentException("gateway: " + gateway + " (expected: a member)");
        }
        return log;
    }
}
