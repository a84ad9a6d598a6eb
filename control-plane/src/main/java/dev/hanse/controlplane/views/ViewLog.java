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
import java.util.function.LongSupplier;
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
    static final String FORMAT = "5-";

    /**
     * The widest gap that a start leaves: what two histories give behind their gaps falls together in one of ten million
     * cases, for a hundred thousand changes, and a million starts fit below 2^60.
     */
    static final long MAX_GAP = 1L << 40;

    private final Supplier<String> randomText;
    private final LongSupplier gaps;
    private final ItemLog shared = new ItemLog();
    private final Map<GatewayId, ItemLog> own = new HashMap<>();
    private final Map<ClusterId, Set<GatewayId>> byCluster = new HashMap<>();
    private final Set<GatewayId> ownChanged = new HashSet<>();
    private boolean sharedChanged;
    private String epoch = "";
    private ViewHistory history = new ViewHistory();
    private long revision;
    private long pending;
    private long next;

    /** {@code gaps} gives how many versions a start leaves out, 2 to {@link #MAX_GAP}. */
    ViewLog(Supplier<String> randomText, LongSupplier gaps) {
        this.randomText = randomText;
        this.gaps = gaps;
    }

    /**
     * Takes over what was saved, after the items were put; a new epoch where none was valid.
     *
     * @param saved where views stood
     * @param gave which positions were given up to then
     * @param sameMeaning whether positions still mean what they meant
     */
    void resume(SavedViews saved, ViewHistory gave, boolean sameMeaning) {
        history = gave;
        if (sameMeaning && saved.epoch().startsWith(FORMAT)) {
            revision = Math.max(saved.revision(), 0);
            epoch = saved.epoch();
            shared.settle(saved.sharedChangedAt());
            own.forEach((gateway, log) -> log.settle(saved.ownChangedAt().getOrDefault(gateway, saved.revision())));
            next = revision + gaps.getAsLong();
            history.begin(epoch, next);
        } else {
            revision = Math.max(saved.revision(), 0) + 1;
            restart(false);
        }
        ownChanged.clear();
        sharedChanged = false;
    }

    /**
     * Begins a new epoch: no position of before is valid any more.
     *
     * @param inMemory whether the store does not know of it
     */
    void restart(boolean inMemory) {
        epoch = EpochName.next(FORMAT, history.newest(), inMemory, randomText.get());
        shared.settle(revision);
        own.values().forEach(log -> log.settle(revision));
        history.begin(epoch, revision);
        history.reached(revision);
    }

    void begin() {
        pending = Math.max(revision + 1, next);
    }

    /** Closes the revision; empty if nothing changed. */
    Optional<SavedViews> end() {
        if (!sharedChanged && ownChanged.isEmpty()) {
            return Optional.empty();
        }
        revision = pending;
        history.reached(revision);
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
                && history.gave(position)
                && shared.reachesBackTo(position.version())
                && log(gateway).reachesBackTo(position.version());
    }

    /** Which positions were given. */
    ViewHistory history() {
        return history;
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
