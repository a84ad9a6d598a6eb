// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.views.ViewItem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Items of views as the octets of their messages. What all gateways see changes for all of them at once, and is encoded once instead of once for each: the newest are kept, up to
 * a number of octets. Thread-safe.
 */
final class EncodedItems {

    private final long most;
    private final SequencedMap<Same, ByteString> newest = new LinkedHashMap<>();
    private long octets;

    /** The very same object: two items that are equal are rare, and comparing them costs as much as encoding one. */
    private record Same(ViewItem item) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Same(ViewItem same) && same == item;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(item);
        }
    }

    /** @param most octets that are kept */
    EncodedItems(long most) {
        this.most = most;
    }

    /** The octets of a {@code hanse.v1.ViewItem}. */
    ByteString of(ViewItem item) {
        return switch (item) {
            case ViewItem.Import _, ViewItem.Slice _ -> shared(new Same(item));
            // What only one gateway is told is not kept: it may be secret.
            case ViewItem.Status _, ViewItem.Peer _ -> encode(item);
        };
    }

    private synchronized ByteString shared(Same key) {
        ByteString known = newest.get(key);
        if (known != null) {
            return known;
        }
        ByteString encoded = encode(key.item);
        newest.put(key, encoded);
        octets += encoded.size();
        while (octets > most) {
            Map.Entry<Same, ByteString> oldest = newest.pollFirstEntry();
            octets -= oldest.getValue().size();
        }
        return encoded;
    }

    private static ByteString encode(ViewItem item) {
        return ViewMessages.item(item).toByteString();
    }
}
