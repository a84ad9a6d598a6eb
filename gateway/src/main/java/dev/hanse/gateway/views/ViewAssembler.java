// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import com.google.protobuf.ByteString;
import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts deltas together. The parts of one change take effect together, when the last has arrived; until then, and when
 * the stream is lost between them, the content before the change stays. Belongs to the control loop.
 */
public final class ViewAssembler {

    /** Refusals of one delta that are explained; what follows has its reason only, so that the answer stays small. */
    private static final int EXPLAINED = 100;

    private final ViewLimits limits;
    private ViewDraft committed;
    private Position position = Position.getDefaultInstance();
    private ViewRules rules;

    private @Nullable ViewDraft staged;
    private Position stagedPosition = Position.getDefaultInstance();

    /** What a delta led to. */
    public sealed interface Outcome {

        /**
         * The delta was taken.
         *
         * @param ack to be sent
         * @param changed whether the content is a new one
         */
        record Applied(DeltaAck ack, boolean changed) implements Outcome {}

        /**
         * The delta does not follow what is held: the content can no longer be trusted to become the right one. Start
         * over with a snapshot.
         *
         * @param reason for the log
         */
        record Gap(String reason) implements Outcome {}
    }

    /** @param rules what is refused */
    ViewAssembler(ViewRules rules) {
        this(rules, ViewLimits.ofProcess());
    }

    ViewAssembler(ViewRules rules, ViewLimits limits) {
        this.rules = rules;
        this.limits = limits;
        this.committed = new ViewDraft(limits);
    }

    /** Judges later items by other rules. */
    void rules(ViewRules changed) {
        rules = changed;
    }

    /** The last position applied completely; the default when a snapshot is needed. */
    Position position() {
        return position;
    }

    /** Octets of memory that the content is counted for. */
    long octets() {
        return committed.octets();
    }

    /** The content at {@link #position}. */
    ViewContent content() {
        return committed.content();
    }

    /** The items of the content, for keeping: each as the octets of its message. */
    List<ByteString> items() {
        return committed.items().octets();
    }

    /** Forgets a change of which not all parts have come: the stream is gone. */
    void onDisconnect() {
        staged = null;
    }

    /** Forgets where the sequence stands, so that the next stream begins with a snapshot; the content stays. */
    void requireSnapshot() {
        staged = null;
        position = Position.getDefaultInstance();
    }

    /** Takes the next delta of the stream. */
    Outcome apply(ViewDelta delta) {
        String gap = gap(delta);
        if (!gap.isEmpty()) {
            return new Outcome.Gap(gap);
        }
        ViewDraft draft = draft(delta);
        List<ItemRefusal> refusals = change(draft, delta);
        if (delta.getMoreFollows()) {
            staged = draft;
            stagedPosition = delta.getPosition();
        } else {
            committed = draft;
            position = delta.getPosition();
            staged = null;
        }
        DeltaAck ack = DeltaAck.newBuilder()
                .setPosition(delta.getPosition())
                .addAllRefusals(refusals)
                .build();
        return new Outcome.Applied(ack, !delta.getMoreFollows());
    }

    private String gap(ViewDelta delta) {
        Position at = delta.getPosition();
        if (at.getEpoch().isEmpty() || at.getEpochBytes().size() > 64 || at.getVersion() == 0) {
            return "view delta without a position";
        }
        if (delta.getSnapshotBegin()) {
            return "";
        }
        if (staged != null) {
            return at.equals(stagedPosition) ? "" : "view delta at " + text(at) + " within " + text(stagedPosition);
        }
        boolean follows = at.getEpoch().equals(position.getEpoch())
                && Long.compareUnsigned(at.getVersion(), position.getVersion()) > 0;
        return follows ? "" : "view delta at " + text(at) + " does not follow " + text(position);
    }

    private ViewDraft draft(ViewDelta delta) {
        if (delta.getSnapshotBegin()) {
            return new ViewDraft(limits);
        }
        if (staged != null) {
            return staged;
        }
        return delta.getMoreFollows() ? committed.copy() : committed;
    }

    private List<ItemRefusal> change(ViewDraft draft, ViewDelta delta) {
        delta.getRemovalsList().forEach(draft::remove);
        List<ItemRefusal> refusals = new ArrayList<>();
        for (ViewItem item : delta.getUpsertsList()) {
            try {
                draft.put(item, rules);
            } catch (ItemRefusedException e) {
                refusals.add(refuse(draft, item, e, refusals.size() < EXPLAINED));
            }
        }
        return refusals;
    }

    /** A refused item keeps its last accepted value, also in a snapshot, which otherwise begins with nothing. */
    private ItemRefusal refuse(ViewDraft draft, ViewItem item, ItemRefusedException why, boolean explained) {
        ItemKey key = ItemKeys.of(item);
        if (!draft.items().contains(key)) {
            committed.items().item(key).ifPresent(last -> keep(draft, last));
        }
        return ItemRefusal.newBuilder()
                .setKey(key)
                .setReason(why.reason())
                .setMessage(explained ? String.valueOf(why.getMessage()) : "")
                .build();
    }

    private void keep(ViewDraft draft, ViewItem last) {
        try {
            draft.put(last, rules);
        } catch (ItemRefusedException e) {
            // Accepted under other rules than today's: then it is gone as well.
        }
    }

    private static String text(Position position) {
        return position.getEpoch() + "/" + Long.toUnsignedString(position.getVersion());
    }
}
