// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway exports, and where its sequence of deltas stands. Owned by the control loop.
 */
final class GatewayExports {

    private final GatewayId gateway;
    private final QuotaLedger ledger;
    private final NavigableMap<ExportKey, Contribution> contributions = new TreeMap<>();
    private final UnnamedExports unnamed = new UnnamedExports();
    private Position position = Position.NONE;
    private ExportCoverage coverage = ExportCoverage.ALL_SOURCES;
    private @Nullable StagedChange staged;
    private @Nullable ExportCoverage begun;
    private boolean synced;
    private Optional<Instant> lostSince = Optional.empty();

    GatewayExports(GatewayId gateway, QuotaLedger ledger) {
        this.gateway = gateway;
        this.ledger = ledger;
    }

    GatewayId gateway() {
        return gateway;
    }

    Position position() {
        return position;
    }

    /** From where the gateway may go on after its stream was lost: only one that knows everything does. */
    Position resumable() {
        return coverage == ExportCoverage.ALL_SOURCES ? position : Position.NONE;
    }

    /** Whether the gateway is connected, its exports here are those that it has, and it knows all that its cluster exports. */
    boolean isSynced() {
        return synced && coverage == ExportCoverage.ALL_SOURCES;
    }

    /** Whether there is anything to drop. */
    boolean isEmpty() {
        return contributions.isEmpty() && position.equals(Position.NONE);
    }

    Optional<Instant> lostSince() {
        return lostSince;
    }

    /** The gateway has connected; {@code resumed}: it goes on where it stood. */
    void connected(boolean resumed) {
        giveUpStaged();
        synced = resumed;
        lostSince = Optional.empty();
    }

    void lost(Instant now) {
        giveUpStaged();
        synced = false;
        lostSince = Optional.of(now);
    }

    private void giveUpStaged() {
        staged = null;
        begun = null;
        ledger.unstage(gateway);
    }

    /** Takes over what was saved. */
    void restore(Contribution contribution) {
        put(contribution.key(), Optional.of(contribution));
    }

    /** Refuses a slice whose service is not held; a slice that was refused before may stand alone. */
    Optional<Refusal> requireService(Contribution kept) {
        boolean missing = kept.key().isSlice()
                && kept.value().isPresent()
                && find(ExportKey.of(kept.key().service()))
                        .flatMap(Contribution::value)
                        .isEmpty();
        return missing
                ? Optional.of(new Refusal(
                        Refusal.Reason.NO_SERVICE, "slice " + kept.key() + " (expected: an export of its service)"))
                : Optional.empty();
    }

    private void put(ExportKey key, Optional<Contribution> next) {
        Optional<Contribution> before = find(key);
        ledger.replace(gateway, before, next);
        next.ifPresentOrElse(said -> contributions.put(key, said), () -> contributions.remove(key));
    }

    /** Takes over what was saved. */
    void restore(Position saved) {
        position = saved;
    }

    Optional<Contribution> find(ExportKey key) {
        return Optional.ofNullable(contributions.get(key));
    }

    Collection<Contribution> all() {
        return contributions.values();
    }

    NavigableSet<ExportKey> keysOf(ServiceName service) {
        return rangeOf(contributions, service).navigableKeySet();
    }

    /** The entries of one service: its export and its slices. */
    static <V> NavigableMap<ExportKey, V> rangeOf(NavigableMap<ExportKey, V> map, ServiceName service) {
        // Slice names are lower-case labels, so that this one is behind them all.
        return map.subMap(ExportKey.of(service), true, new ExportKey(service, "\uffff"), false);
    }

    /**
     * The change that {@code piece} belongs to.
     *
     * @throws ProtocolViolationException if it fits neither the one under way nor the position reached
     */
    StagedChange staged(ExportChange piece, StagedChangeFactory factory) {
        StagedChange open = staged;
        if (open != null && !piece.snapshotBegin()) {
            requireSamePosition(open.position(), piece.position());
            return open;
        }
        requireNewPosition(piece);
        StagedChange change = factory.begin(this, piece.position(), piece.replacesAll());
        staged = change;
        begun = piece.snapshotBegin() ? piece.coverage() : null;
        return change;
    }

    /** Makes a staged change. */
    @FunctionalInterface
    interface StagedChangeFactory {
        StagedChange begin(GatewayExports base, Position position, boolean snapshot);
    }

    private void requireSamePosition(Position open, Position given) {
        if (!given.epoch().equals(open.epoch()) || given.version() < open.version()) {
            throw new ProtocolViolationException(
                    "export delta " + given + " (expected: further deltas of " + open + ")");
        }
    }

    private void requireNewPosition(ExportChange piece) {
        if (piece.snapshotBegin()) {
            return;
        }
        Position given = piece.position();
        if (!synced || !given.epoch().equals(position.epoch()) || given.version() <= position.version()) {
            throw new ProtocolViolationException(
                    "export delta " + given + " (expected: a snapshot, or a change behind " + position + ")");
        }
    }

    /**
     * Makes the staged change real.
     *
     * @param reached by the last piece
     * @param stamps gives a higher number each time
     * @return what changed: the new contributions; an empty value: removed
     */
    Map<ExportKey, Optional<Contribution>> commit(Position reached, LongSupplier stamps) {
        StagedChange change = staged;
        if (change == null) {
            throw new IllegalStateException("no change is staged for " + gateway);
        }
        Map<ExportKey, Optional<Contribution>> changed = new TreeMap<>();
        begin(begun);
        unnamed.named(change.overlay().keySet());
        if (change.isSnapshot()) {
            List<ExportKey> gone = new ArrayList<>(contributions.keySet());
            gone.removeIf(change.overlay()::containsKey);
            gone.forEach(key -> set(key, Optional.empty(), changed, stamps));
        }
        change.overlay().forEach((key, next) -> set(key, next, changed, stamps));
        position = reached;
        giveUpStaged();
        synced = true;
        return changed;
    }

    private void begin(@Nullable ExportCoverage sequence) {
        if (sequence == null) {
            return;
        }
        coverage = sequence;
        unnamed.clear();
        if (sequence == ExportCoverage.READ_SOURCES) {
            unnamed.begin(contributions.keySet());
        }
    }

    private void set(
            ExportKey key,
            Optional<Contribution> next,
            Map<ExportKey, Optional<Contribution>> changed,
            LongSupplier stamps) {
        Contribution before = contributions.get(key);
        if (next.isEmpty()) {
            if (before != null) {
                put(key, next);
                changed.put(key, Optional.empty());
            }
        } else if (before == null || !before.sameAs(next.get())) {
            Contribution said = next.get();
            Contribution stamped = new Contribution(gateway, key, stamps.getAsLong(), said.value(), said.refusal());
            put(key, Optional.of(stamped));
            changed.put(key, Optional.of(stamped));
        }
    }

    /** Forgets what the gateway said before, and has not named for {@code hold} since; returns what it was. */
    NavigableSet<ExportKey> dropUnnamed(Duration hold, Instant now) {
        NavigableSet<ExportKey> keys = new TreeSet<>();
        for (ExportKey key : unnamed.longUnnamed(hold, now)) {
            keys.addAll(key.isSlice() ? List.of(key) : keysOf(key.service()));
        }
        keys.forEach(key -> put(key, Optional.empty()));
        unnamed.named(keys);
        return keys;
    }

    /** Forgets everything that the gateway said, so that it has to say it again; returns what it was. */
    NavigableSet<ExportKey> drop() {
        NavigableSet<ExportKey> keys = new TreeSet<>(contributions.keySet());
        keys.forEach(key -> put(key, Optional.empty()));
        position = Position.NONE;
        unnamed.clear();
        giveUpStaged();
        return keys;
    }
}
