// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ViewItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items of a view as they came, for keeping on disk. They lie beside the model that is served, so each is no more than its octets: as a message it would take about four times as much. Not
 * thread-safe. Bounded by whoever puts items in.
 */
final class KeptItems {

    private final Map<ByteString, ByteString> byKey;

    /** None. */
    KeptItems() {
        this(new LinkedHashMap<>());
    }

    private KeptItems(Map<ByteString, ByteString> byKey) {
        this.byKey = byKey;
    }

    /** The same items, which change apart from these. */
    KeptItems copy() {
        return new KeptItems(new LinkedHashMap<>(byKey));
    }

    int size() {
        return byKey.size();
    }

    boolean contains(ItemKey key) {
        return byKey.containsKey(key.toByteString());
    }

    /** Takes an item in place of the one with its key. */
    void put(ItemKey key, ViewItem item) {
        byKey.put(key.toByteString(), item.toByteString());
    }

    /** Returns whether there was one. */
    boolean remove(ItemKey key) {
        return byKey.remove(key.toByteString()) != null;
    }

    Optional<ViewItem> item(ItemKey key) {
        return Optional.ofNullable(byKey.get(key.toByteString())).map(KeptItems::read);
    }

    private static ViewItem read(ByteString item) {
        try {
            return ViewItem.parseFrom(item);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an item that was a message is none", e);
        }
    }

    /** Each as the octets of its message, in the order in which they came first. */
    List<ByteString> octets() {
        return List.copyOf(byKey.values());
    }
}
