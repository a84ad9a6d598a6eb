// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.hanse.controlplane.views.ViewChange;
import dev.hanse.controlplane.views.ViewItem;
import dev.hanse.controlplane.views.ViewKey;
import dev.hanse.proto.v1.ViewDelta;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts a change of a view into deltas that the contract allows; each is encoded when it is asked for. Services come before
 * slices. Used by one thread.
 */
final class ViewDeltas implements Iterator<ViewDelta> {

    /** Below the 1 MiB that the contract allows, since the item that passes it is sent along. */
    private static final int TARGET_OCTETS = 768 * 1024;

    private static final Comparator<ViewItem> SERVICES_FIRST = Comparator.comparingInt(ViewDeltas::rank);

    private final ViewChange change;
    private final EncodedItems items;
    private final List<ViewItem> upserts;
    private int upsert;
    private int removal;
    private boolean begun;

    /** @param items encodes them */
    ViewDeltas(ViewChange change, EncodedItems items) {
        this.change = change;
        this.items = items;
        this.upserts = change.upserts().stream().sorted(SERVICES_FIRST).toList();
    }

    private static int rank(ViewItem item) {
        return switch (item) {
            case ViewItem.Import _ -> 0;
            case ViewItem.Slice _ -> 1;
            case ViewItem.Status _ -> 2;
            case ViewItem.Peer _ -> 3;
        };
    }

    @Override
    public boolean hasNext() {
        return moreItems() || (change.snapshot() && !begun);
    }

    private boolean moreItems() {
        return upsert < upserts.size() || removal < change.removals().size();
    }

    @Override
    public ViewDelta next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no delta is left of the change");
        }
        ViewDelta.Builder delta = ViewDelta.newBuilder()
                .setPosition(ExportMessages.position(change.position()))
                .setSnapshotBegin(change.snapshot() && !begun);
        begun = true;
        fill(delta);
        return delta.setMoreFollows(moreItems()).build();
    }

    /** Items go in as octets, in a field that the message does not know by its number: on the wire that is the field of items. */
    private void fill(ViewDelta.Builder delta) {
        int octets = 0;
        while (octets < TARGET_OCTETS && removal < change.removals().size()) {
            ViewKey key = change.removals().get(removal++);
            dev.hanse.proto.v1.ItemKey message = ViewMessages.key(key);
            octets += message.getSerializedSize();
            delta.addRemovals(message);
        }
        UnknownFieldSet.Field.Builder encoded = UnknownFieldSet.Field.newBuilder();
        while (octets < TARGET_OCTETS && upsert < upserts.size()) {
            ByteString item = items.of(upserts.get(upsert++));
            octets += item.size();
            encoded.addLengthDelimited(item);
        }
        delta.setUnknownFields(UnknownFieldSet.newBuilder()
                .addField(ViewDelta.UPSERTS_FIELD_NUMBER, encoded.build())
                .build());
    }
}
