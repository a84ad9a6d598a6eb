// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The control plane's copy of the exports, as far as it is known here. Pure; belongs to the control loop. */
final class RemoteExports {

    /** What it holds when everything sent is taken. */
    private final Map<ItemKey, ExportItem> sent = new LinkedHashMap<>();
    /** What it said that it took. */
    private final Map<ItemKey, ExportItem> accepted = new HashMap<>();
    /** Where the answer was lost with the stream: it may hold them or not, and with which value is not known. */
    private final Set<ItemKey> doubtful = new LinkedHashSet<>();

    private final Refusals refusals = new Refusals();

    /**
     * How the copy differs from what is wanted.
     *
     * @param removals slices before services
     */
    record Difference(Map<ItemKey, ExportItem> upserts, List<ItemKey> removals) {

        boolean isEmpty() {
            return upserts.isEmpty() && removals.isEmpty();
        }
    }

    /** Nothing is known of it any more: a snapshot follows. */
    void forget() {
        sent.clear();
        accepted.clear();
        doubtful.clear();
        refusals.forgetValues();
    }

    /** It has the delta, but which of its items it refused was not heard: they are said again. */
    void doubt(ExportDelta delta) {
        delta.getRemovalsList().forEach(accepted::remove);
        for (ExportItem item : delta.getUpsertsList()) {
            ItemKey key = ExportItems.keyOf(item);
            sent.remove(key);
            accepted.remove(key);
            doubtful.add(key);
        }
    }

    /** Forgets refusals of values that are no longer wanted. */
    void want(Map<ItemKey, ExportItem> wanted) {
        refusals.retain(wanted);
    }

    /** What must be said so that it becomes what is wanted, as far as it lets itself be told. */
    Difference difference(Map<ItemKey, ExportItem> wanted) {
        Map<ItemKey, ExportItem> upserts = new LinkedHashMap<>();
        wanted.forEach((key, item) -> {
            if (Objects.equals(item, sent.get(key))) {
                refusals.drop(key);
            } else if (!refusals.refused(key, item)) {
                upserts.put(key, item);
            }
        });
        Set<ItemKey> removals = new LinkedHashSet<>(sent.keySet());
        removals.addAll(refusals.keys());
        removals.addAll(doubtful);
        removals.removeAll(wanted.keySet());
        return new Difference(upserts, slicesFirst(removals));
    }

    /** Removing a service removes its slices: naming them before keeps every removal about something that is there. */
    static List<ItemKey> slicesFirst(Collection<ItemKey> keys) {
        return keys.stream()
                .sorted((one, other) -> Boolean.compare(other.hasEndpointSlice(), one.hasEndpointSlice()))
                .toList();
    }

    /** It is told the difference. */
    void told(Difference difference) {
        sent.putAll(difference.upserts());
        difference.removals().forEach(sent::remove);
        doubtful.clear();
        refusals.removed(difference.removals());
    }

    /**
     * It has answered a delta.
     *
     * @param refused what it did not take, by key
     * @param underWay keys of deltas that were made later: what becomes of them is decided by the answer to those
     */
    void answered(ExportDelta delta, Map<ItemKey, ItemRefusal> refused, Set<ItemKey> underWay) {
        delta.getRemovalsList().forEach(accepted::remove);
        for (ExportItem item : delta.getUpsertsList()) {
            ItemKey key = ExportItems.keyOf(item);
            ItemRefusal refusal = refused.get(key);
            if (refusal == null) {
                accepted.put(key, item);
                refusals.accepted(key);
            } else if (!underWay.contains(key)) {
                onRefused(key, item, refusal);
            }
        }
        if (delta.getRemovalsCount() > 0) {
            refusals.onRoomMade();
        }
    }

    /** It keeps the last accepted value, if there is one. */
    private void onRefused(ItemKey key, ExportItem item, ItemRefusal refusal) {
        refusals.add(key, item, refusal);
        ExportItem last = accepted.get(key);
        if (last == null) {
            sent.remove(key);
        } else {
            sent.put(key, last);
        }
    }

    /** What it refuses now. */
    List<ItemRefusal> refusals() {
        return refusals.all();
    }
}
