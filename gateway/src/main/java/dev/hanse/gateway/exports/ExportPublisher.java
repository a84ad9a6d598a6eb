// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.gateway.wire.ExportMapper;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings the control plane's copy of the exports to what the cluster exports now. Each change is computed against what
 * was sent before, so that values superseded while the link was slow or away never travel. Pure; belongs to the control
 * loop.
 */
public final class ExportPublisher {

    /**
     * With this many deltas unanswered no further change is begun; changes wait and collapse. Parts of a change that
     * was begun all go.
     */
    static final int MAX_UNANSWERED = 8;

    private final Supplier<String> epochs;
    private final int maxOctets;

    private @Nullable Map<ItemKey, ExportItem> desired;
    /** What the control plane holds when everything sent is taken. */
    private final Map<ItemKey, ExportItem> sent = new LinkedHashMap<>();
    /** What it said that it took. */
    private final Map<ItemKey, ExportItem> accepted = new HashMap<>();

    /** Where the answer was lost with the stream: it may hold them or not, and with which value is not known. */
    private final Set<ItemKey> doubtful = new LinkedHashSet<>();

    private final Refusals refusals = new Refusals();
    private final Deque<ExportDelta> unsent = new ArrayDeque<>();
    private final Deque<ExportDelta> unanswered = new ArrayDeque<>();
    private Position position = Position.getDefaultInstance();
    private boolean snapshotDue = true;

    /**
     * @param epochs names for new sequences, never the same twice
     * @param maxOctets largest delta
     */
    public ExportPublisher(Supplier<String> epochs, int maxOctets) {
        this.epochs = epochs;
        this.maxOctets = maxOctets;
    }

    /** What the cluster exports from now on. Before the first call nothing is said, for nothing is known. */
    public void desire(Map<ItemKey, ExportItem> items) {
        desired = new LinkedHashMap<>(items);
        refusals.retain(items);
    }

    /** For Hello: where the sequence stands; the default when the control plane cannot have all of the last change. */
    public Position position() {
        return unsent.isEmpty() && !snapshotDue ? position : Position.getDefaultInstance();
    }

    /** A stream has begun. Resumed: the control plane holds everything up to {@link #position}. */
    public void onWelcome(boolean resumed) {
        if (resumed && !snapshotDue && unsent.isEmpty()) {
            unanswered.forEach(this::doubt);
            unanswered.clear();
            return;
        }
        snapshotDue = true;
        sent.clear();
        accepted.clear();
        doubtful.clear();
        unsent.clear();
        unanswered.clear();
        refusals.forgetValues();
    }

    /** The control plane has the delta, but which of its items it refused was not heard: they are said again. */
    private void doubt(ExportDelta delta) {
        delta.getRemovalsList().forEach(accepted::remove);
        for (ExportItem item : delta.getUpsertsList()) {
            ItemKey key = ExportMapper.keyOf(item);
            sent.remove(key);
            accepted.remove(key);
            doubtful.add(key);
        }
    }

    /** The next delta to send; empty when there is nothing to say, or too much is unanswered. */
    public Optional<ExportDelta> next() {
        if (desired != null && unsent.isEmpty() && unanswered.size() < MAX_UNANSWERED) {
            change(desired);
        }
        Optional<ExportDelta> next = Optional.ofNullable(unsent.poll());
        next.ifPresent(unanswered::add);
        return next;
    }

    private void change(Map<ItemKey, ExportItem> wanted) {
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
        if (upserts.isEmpty() && removals.isEmpty() && !snapshotDue) {
            return;
        }
        position = snapshotDue
                ? Position.newBuilder().setEpoch(epochs.get()).setVersion(1).build()
                : position.toBuilder().setVersion(position.getVersion() + 1).build();
        unsent.addAll(ExportChange.cut(
                position, snapshotDue, snapshotDue ? Set.of() : slicesFirst(removals), upserts.values(), maxOctets));
        sent.putAll(upserts);
        sent.keySet().removeAll(removals);
        doubtful.clear();
        refusals.removed(removals);
        snapshotDue = false;
    }

    /** Removing a service removes its slices: naming them before keeps every removal about something that is there. */
    private static List<ItemKey> slicesFirst(Set<ItemKey> keys) {
        return keys.stream()
                .sorted((one, other) -> Boolean.compare(other.hasEndpointSlice(), one.hasEndpointSlice()))
                .toList();
    }

    /** The answer to the oldest unanswered delta. */
    public void acknowledged(DeltaAck ack) throws ProtocolException {
        ExportDelta delta = unanswered.peek();
        if (delta == null || !delta.getPosition().equals(ack.getPosition())) {
            throw new ProtocolException("an acknowledgement of "
                    + ack.getPosition().getEpoch() + "/" + ack.getPosition().getVersion() + " that answers no delta");
        }
        unanswered.remove();
        Map<ItemKey, ItemRefusal> refused = new HashMap<>();
        ack.getRefusalsList().forEach(refusal -> refused.put(refusal.getKey(), refusal));
        accept(delta, refused);
    }

    private void accept(ExportDelta delta, Map<ItemKey, ItemRefusal> refused) {
        delta.getRemovalsList().forEach(accepted::remove);
        Set<ItemKey> underWay = refused.isEmpty() ? Set.of() : keysUnderWay();
        for (ExportItem item : delta.getUpsertsList()) {
            ItemKey key = ExportMapper.keyOf(item);
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

    /** Keys of deltas that were made later: what becomes of them is decided by the answer to those. */
    private Set<ItemKey> keysUnderWay() {
        Set<ItemKey> keys = new HashSet<>();
        Stream.concat(unanswered.stream(), unsent.stream()).forEach(delta -> {
            keys.addAll(delta.getRemovalsList());
            delta.getUpsertsList().forEach(item -> keys.add(ExportMapper.keyOf(item)));
        });
        return keys;
    }

    /** The control plane keeps the last accepted value, if there is one. */
    private void onRefused(ItemKey key, ExportItem item, ItemRefusal refusal) {
        refusals.add(key, item, refusal);
        ExportItem last = accepted.get(key);
        if (last == null) {
            sent.remove(key);
        } else {
            sent.put(key, last);
        }
    }

    /** What is refused now. */
    public List<ItemRefusal> refusals() {
        return refusals.all();
    }

    /** How many deltas wait for an answer. */
    public int unanswered() {
        return unanswered.size();
    }
}
