// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExportCoverage;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The far end of the exports, written from the words of federation.proto and as plainly as possible: what the publisher
 * is measured against.
 */
final class ReferenceReceiver {

    static final int POISON_PORT = 666;

    private final int quota;
    Map<ItemKey, ExportItem> held = new LinkedHashMap<>();
    Position position = Position.getDefaultInstance();
    private boolean resumable = true;
    private @Nullable Map<ItemKey, ExportItem> staged;

    ReferenceReceiver(int quota) {
        this.quota = quota;
    }

    boolean resumes(Position hello) {
        staged = null;
        return resumable && !hello.getEpoch().isEmpty() && hello.equals(position);
    }

    DeltaAck receive(ExportDelta delta) {
        Map<ItemKey, ExportItem> next = staged;
        if (delta.getSnapshotBegin()) {
            boolean coversAll = delta.getCoverage() != ExportCoverage.EXPORT_COVERAGE_READ_SOURCES;
            next = coversAll ? new LinkedHashMap<>() : new LinkedHashMap<>(held);
            resumable = coversAll;
        } else if (next == null) {
            if (!delta.getPosition().getEpoch().equals(position.getEpoch())
                    || delta.getPosition().getVersion() <= position.getVersion()) {
                throw new AssertionError("delta does not follow: " + delta.getPosition() + " after " + position);
            }
            next = new LinkedHashMap<>(held);
        }
        Map<ItemKey, ExportItem> target = next;
        delta.getRemovalsList().forEach(key -> remove(target, key));
        List<ItemRefusal> refusals = new ArrayList<>();
        delta.getUpsertsList().forEach(item -> upsert(target, item, refusals));
        staged = target;
        if (!delta.getMoreFollows()) {
            held = target;
            position = delta.getPosition();
            staged = null;
        }
        return DeltaAck.newBuilder()
                .setPosition(delta.getPosition())
                .addAllRefusals(refusals)
                .build();
    }

    private static void remove(Map<ItemKey, ExportItem> target, ItemKey key) {
        target.remove(key);
        if (key.hasServiceExport()) {
            target.keySet()
                    .removeIf(other -> other.hasEndpointSlice()
                            && other.getEndpointSlice().getService().equals(key.getServiceExport()));
        }
    }

    private void upsert(Map<ItemKey, ExportItem> target, ExportItem item, List<ItemRefusal> refusals) {
        ItemKey key = ExportItems.keyOf(item);
        String reason = reason(target, key, item);
        if (reason.isEmpty()) {
            target.put(key, item);
            return;
        }
        ExportItem last = held.get(key);
        if (last != null && !target.containsKey(key)) {
            target.put(key, last);
        }
        refusals.add(ItemRefusal.newBuilder().setKey(key).setReason(reason).build());
    }

    private String reason(Map<ItemKey, ExportItem> target, ItemKey key, ExportItem item) {
        if (item.getServiceExport().getPortsList().stream().anyMatch(port -> port.getPort() == POISON_PORT)) {
            return "INVALID";
        }
        if (key.hasEndpointSlice()
                && !target.containsKey(ItemKey.newBuilder()
                        .setServiceExport(key.getEndpointSlice().getService())
                        .build())) {
            return "NO_SERVICE";
        }
        return target.size() >= quota && !target.containsKey(key) ? "QUOTA_EXCEEDED" : "";
    }
}
