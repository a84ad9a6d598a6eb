// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Items that the control plane refused: not sent again with the same value, unless what stood in the way has gone.
 * Belongs to the control loop.
 */
final class Refusals {

    private static final String NO_SERVICE = "NO_SERVICE";
    private static final String QUOTA_EXCEEDED = "QUOTA_EXCEEDED";

    private final Map<ItemKey, Refused> byKey = new LinkedHashMap<>();

    /**
     * One refusal.
     *
     * @param item the refused value
     * @param refusal why
     * @param again whether the same value may be sent again
     */
    private record Refused(ExportItem item, ItemRefusal refusal, boolean again) {
        Refused retry() {
            return new Refused(item, refusal, true);
        }
    }

    void add(ItemKey key, ExportItem item, ItemRefusal refusal) {
        byKey.put(key, new Refused(item, refusal, false));
    }

    /** Whether this very value was refused and would be again. */
    boolean refused(ItemKey key, ExportItem item) {
        Refused refused = byKey.get(key);
        return refused != null && !refused.again() && refused.item().equals(item);
    }

    /** An item was taken; the slices of a service that was taken may be as well. */
    void accepted(ItemKey key) {
        byKey.remove(key);
        if (key.hasServiceExport()) {
            byKey.replaceAll((other, refused) -> refused.refusal().getReason().equals(NO_SERVICE)
                            && other.getEndpointSlice().getService().equals(key.getServiceExport())
                    ? refused.retry()
                    : refused);
        }
    }

    /** What is wanted is what the control plane holds: an older refusal says nothing any more. */
    void drop(ItemKey key) {
        byKey.remove(key);
    }

    /** Something was removed: what exceeded a quota may fit now. */
    void onRoomMade() {
        byKey.replaceAll(
                (key, refused) -> refused.refusal().getReason().equals(QUOTA_EXCEEDED) ? refused.retry() : refused);
    }

    /** A snapshot follows: everything is sent again, for the control plane may have changed its mind. */
    void forgetValues() {
        byKey.replaceAll((key, refused) -> refused.retry());
    }

    void removed(Collection<ItemKey> keys) {
        keys.forEach(byKey::remove);
    }

    /** Forgets refusals of values that are no longer wanted; the keys stay until their removal was sent. */
    void retain(Map<ItemKey, ExportItem> wanted) {
        byKey.replaceAll((key, refused) ->
                wanted.containsKey(key) && !refused.item().equals(wanted.get(key)) ? refused.retry() : refused);
    }

    Set<ItemKey> keys() {
        return byKey.keySet();
    }

    List<ItemRefusal> all() {
        return byKey.values().stream().map(Refused::refusal).toList();
    }
}
