// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.views.ViewItem;
import dev.hanse.controlplane.views.ViewKey;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Items of views as the octets of their messages. What all gateways see changes for all of them at once, and is encoded once instead of once for each: the newest of each key are
 * kept, up to a bound of memory. Thread-safe.
 */
final class EncodedItems {

    /** An entry's own objects: key, item, octets' frame and the map's node. */
    private static final long ENTRY_OCTETS = 500;

    /** An item in memory, with its octets, takes this many times what it is encoded. */
    private static final long TIMES_ENCODED = 8;

    private final long most;
    private final SequencedMap<ViewKey, Kept> newest = new LinkedHashMap<>();
    private long octets;

    /** An item and what it is encoded. It may be gone from the views, and live on here alone. */
    private record Kept(ViewItem item, ByteString encoded) {

        long octets() {
            return ENTRY_OCTETS + TIMES_ENCODED * encoded.size();
        }
    }

    /** @param most octets of memory that all entries may take together, also if nobody else has their items any more */
    EncodedItems(long most) {
        this.most = most;
    }

    /** The octets of a {@code hanse.v1.ViewItem}. */
    ByteString of(ViewItem item) {
        return switch (item) {
            case ViewItem.Import _, ViewItem.Slice _ -> shared(item);
            // What only one gateway is told is not kept: it may be secret.
            case ViewItem.Status _, ViewItem.Peer _ -> encode(item);
        };
    }

    /** The very same object: two items that are equal are rare, and comparing them costs as much as encoding one. */
    private synchronized ByteString shared(ViewItem item) {
        ViewKey key = item.key();
        Kept known = newest.get(key);
        return known != null && known.item() == item ? known.encoded() : keep(key, item);
    }

    private ByteString keep(ViewKey key, ViewItem item) {
        Kept kept = new Kept(item, encode(item));
        Kept before = newest.remove(key);
        octets += kept.octets() - (before == null ? 0 : before.octets());
        newest.put(key, kept);
        while (octets > most) {
            octets -= newest.pollFirstEntry().getValue().octets();
        }
        return kept.encoded();
    }

    /** How many are kept. */
    synchronized int size() {
        return newest.size();
    }

    private static ByteString encode(ViewItem item) {
        return ViewMessages.item(item).toByteString();
    }
}
