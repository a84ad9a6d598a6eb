// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Cuts one change into deltas of bounded size that carry one position, all but the last with {@code more_follows}.
 * Pure.
 */
final class ExportChange {

    /** The contracts allow 1 MiB; the rest is room for what wraps the items. */
    static final int MAX_OCTETS = 1_000_000;

    private static final int ITEM_OVERHEAD = 8;

    private final Deque<ExportDelta.Builder> parts = new ArrayDeque<>();
    private final int maxOctets;
    private int octets;

    private ExportChange(int maxOctets) {
        this.maxOctets = maxOctets;
        parts.add(ExportDelta.newBuilder());
    }

    /**
     * The parts of a change; at least one, also for a snapshot of nothing.
     *
     * @param opening position, and the marks of the first part
     */
    static List<ExportDelta> cut(
            ExportDelta opening, Collection<ItemKey> removals, Collection<ExportItem> upserts, int maxOctets) {
        ExportChange change = new ExportChange(maxOctets);
        change.parts.getFirst().mergeFrom(opening);
        removals.forEach(key -> change.room(key.getSerializedSize()).addRemovals(key));
        upserts.forEach(item -> change.room(item.getSerializedSize()).addUpserts(item));
        return change.finish(opening.getPosition());
    }

    private ExportDelta.Builder room(int size) {
        if (octets > 0 && octets + size + ITEM_OVERHEAD > maxOctets) {
            parts.add(ExportDelta.newBuilder());
            octets = 0;
        }
        octets += size + ITEM_OVERHEAD;
        return parts.getLast();
    }

    private List<ExportDelta> finish(Position position) {
        List<ExportDelta> deltas = new ArrayList<>();
        for (ExportDelta.Builder part : parts) {
            deltas.add(part.setPosition(position)
                    .setMoreFollows(part != parts.getLast())
                    .build());
        }
        return deltas;
    }
}
