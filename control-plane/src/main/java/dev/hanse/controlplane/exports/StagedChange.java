// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.rpc.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of one gateway's exports whose pieces are arriving: what will differ from its base once the last piece is
 * here. Each item is judged when it arrives.
 *
 * <p>Owned by the control loop.
 */
final class StagedChange {

    private final ClusterMember cluster;
    private final GatewayExports base;
    private final QuotaLedger ledger;
    private final Position position;
    private final boolean snapshot;
    private final ChangeBounds bounds = new ChangeBounds();
    private final NavigableMap<ExportKey, Optional<Contribution>> overlay = new TreeMap<>();

    StagedChange(ClusterMember cluster, GatewayExports base, QuotaLedger ledger, Position position, boolean snapshot) {
        this.cluster = cluster;
        this.base = base;
        this.ledger = ledger;
        this.position = position;
        this.snapshot = snapshot;
        ledger.stage(base.gateway(), snapshot);
    }

    Position position() {
        return position;
    }

    boolean isSnapshot() {
        return snapshot;
    }

    /** What differs from the base; an empty value: removed. For a snapshot, what is not named here is removed too. */
    NavigableMap<ExportKey, Optional<Contribution>> overlay() {
        return overlay;
    }

    /**
     * Takes the items of one piece; returns those that were refused.
     *
     * @throws RefusedException if the change as a whole is too large
     */
    List<ItemRefusal> take(ExportChange piece) {
        bounds.add(piece);
        piece.removals().forEach(this::remove);
        List<ItemRefusal> refusals = new ArrayList<>();
        for (ExportItem item : piece.upserts()) {
            put(item).ifPresent(refusal -> refusals.add(new ItemRefusal(item.key(), refusal)));
        }
        return refusals;
    }

    private void remove(ExportKey key) {
        if (key.isSlice()) {
            replace(key, Optional.empty());
        } else {
            List<ExportKey> keys = new ArrayList<>(base.keysOf(key.service()));
            keys.addAll(GatewayExports.rangeOf(overlay, key.service()).keySet());
            keys.forEach(each -> replace(each, Optional.empty()));
        }
    }

    private Optional<Refusal> put(ExportItem item) {
        ExportKey key = item.key();
        Contribution accepted = new Contribution(base.gateway(), key, 0, Optional.of(item), Optional.empty());
        Optional<Refusal> refusal = ExportValidation.check(cluster, item)
                .or(() -> requireService(key))
                .or(() -> ledger.requireRoom(current(key), accepted))
                .map(each -> each.of(item.origin()));
        if (refusal.isEmpty()) {
            replace(key, Optional.of(accepted));
        } else {
            refuse(key, refusal.get());
        }
        return refusal;
    }

    /** Keeps the last accepted value beside the refusal, also in a snapshot, as long as there is room for it. */
    private void refuse(ExportKey key, Refusal refusal) {
        Optional<Contribution> current = current(key);
        Optional<ExportItem> last = current.or(() -> base.find(key)).flatMap(Contribution::value);
        boolean kept = last.isPresent() && (keep(key, last, Optional.of(refusal)) || keep(key, last, Optional.empty()));
        Contribution refused = new Contribution(base.gateway(), key, 0, Optional.empty(), Optional.of(refusal));
        if (!kept && ledger.hasRoomForRefused(current, refused)) {
            replace(key, Optional.of(refused));
        }
    }

    private boolean keep(ExportKey key, Optional<ExportItem> value, Optional<Refusal> refusal) {
        Contribution kept = new Contribution(base.gateway(), key, 0, value, refusal);
        boolean room = ledger.canKeep(current(key), kept);
        if (room) {
            replace(key, Optional.of(kept));
        }
        return room;
    }

    private Optional<Refusal> requireService(ExportKey key) {
        boolean missing = key.isSlice()
                && current(ExportKey.of(key.service()))
                        .flatMap(Contribution::value)
                        .isEmpty();
        return missing
                ? Optional.of(new Refusal(
                        Refusal.Reason.NO_SERVICE,
                        "slice " + key + " (expected: an accepted export of service " + key.service() + " before it)"))
                : Optional.empty();
    }

    /** What was not there and is removed leaves no trace, so that removals cannot make the overlay grow. */
    private void replace(ExportKey key, Optional<Contribution> next) {
        ledger.restage(base.gateway(), current(key), next);
        if (next.isPresent() || (!snapshot && base.find(key).isPresent())) {
            overlay.put(key, next);
        } else {
            overlay.remove(key);
        }
    }

    private Optional<Contribution> current(ExportKey key) {
        Optional<Contribution> staged = overlay.get(key);
        if (staged != null) {
            return staged;
        }
        return snapshot ? Optional.empty() : base.find(key);
    }
}
