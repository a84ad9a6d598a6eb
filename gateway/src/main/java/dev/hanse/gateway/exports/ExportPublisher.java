// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.model.ServiceName;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sequence of deltas that brings the control plane's copy of the exports to what the cluster exports now. Each
 * change is computed against what was sent before, so that values superseded while the link was slow or away never
 * travel. Pure; belongs to the control loop.
 */
public final class ExportPublisher {

    /**
     * With this many deltas unanswered no further change is begun; changes wait and collapse. Parts of a change that
     * was begun all go.
     */
    static final int MAX_UNANSWERED = 8;

    /** The version of a sequence's first change, all parts of it. */
    private static final int SNAPSHOT = 1;

    private final Supplier<String> epochs;
    private final int maxOctets;

    private final RemoteExports remote = new RemoteExports();
    private final Deque<ExportDelta> unsent = new ArrayDeque<>();
    private final Deque<ExportDelta> unanswered = new ArrayDeque<>();
    private final FormerExports former = new FormerExports();
    private @Nullable Map<ItemKey, ExportItem> desired;
    private Coverage coverage = Coverage.UNHEARD;
    private boolean coverageHeeded;
    /** The sequence under way does not cover all sources. */
    private boolean partial;

    private Position position = Position.getDefaultInstance();
    private boolean snapshotDue = true;

    /** @param epochs names for new sequences, never the same twice */
    public ExportPublisher(Supplier<String> epochs) {
        this(epochs, ExportChange.MAX_OCTETS);
    }

    /** @param maxOctets largest delta */
    ExportPublisher(Supplier<String> epochs, int maxOctets) {
        this.epochs = epochs;
        this.maxOctets = maxOctets;
    }

    /** What the cluster exports from now on. Before the first call nothing is said, for nothing is known. */
    public void desire(KnownExports known) {
        desire(ExportItems.toProto(known.exports()), known.coverage());
    }

    void desire(Map<ItemKey, ExportItem> items, Coverage known) {
        desired = new LinkedHashMap<>(items);
        coverage = known;
        if (!known.isComplete()) {
            former.seen(items.keySet());
        }
        remote.want(items);
    }

    /** For Hello: where the sequence stands; the default when the control plane cannot have all of the last change. */
    public Position position() {
        return unsent.isEmpty() && !snapshotDue && !partial ? position : Position.getDefaultInstance();
    }

    /**
     * A stream has begun.
     *
     * @param resumed the control plane holds everything up to {@link #position}
     * @param heedsCoverage it withdraws nothing where a snapshot says that it does not cover all sources
     */
    public void onWelcome(boolean resumed, boolean heedsCoverage) {
        coverageHeeded = heedsCoverage;
        if (resumed && !snapshotDue && !partial && unsent.isEmpty()) {
            unanswered.forEach(remote::doubt);
            unanswered.clear();
            return;
        }
        unsent.clear();
        unanswered.clear();
        beginAgain();
    }

    private void beginAgain() {
        snapshotDue = true;
        remote.forget();
    }

    /**
     * Whether exports wait because the control plane is of a version that would take what some source has not said yet
     * for "no services".
     */
    public boolean holdsBack() {
        return coverage == Coverage.UNKNOWN && !coverageHeeded;
    }

    /** The next delta to send; empty when there is nothing to say, or too much is unanswered. */
    public Optional<ExportDelta> next() {
        if (partial && coverage.isComplete() && unsent.isEmpty() && unanswered.isEmpty()) {
            beginAgain();
        }
        if (desired != null && maySay() && unsent.isEmpty() && unanswered.size() < MAX_UNANSWERED) {
            change(desired, remote.difference(desired));
        }
        Optional<ExportDelta> next = Optional.ofNullable(unsent.poll());
        next.ifPresent(unanswered::add);
        return next;
    }

    /** A sequence that does not cover all sources ends with its answers, once all are known. */
    private boolean maySay() {
        boolean ending = partial && coverage.isComplete() && !snapshotDue;
        return coverage != Coverage.UNHEARD && !holdsBack() && !ending;
    }

    private void change(Map<ItemKey, ExportItem> wanted, RemoteExports.Difference difference) {
        if (snapshotDue) {
            beginSnapshot(wanted, difference);
        } else if (!difference.isEmpty()) {
            position =
                    position.toBuilder().setVersion(position.getVersion() + 1).build();
            say(ExportDelta.newBuilder(), difference.removals(), difference);
        }
    }

    private void beginSnapshot(Map<ItemKey, ExportItem> wanted, RemoteExports.Difference difference) {
        partial = coverageHeeded && !coverage.isComplete();
        position = Position.newBuilder()
                .setEpoch(epochs.get())
                .setVersion(SNAPSHOT)
                .build();
        snapshotDue = false;
        ExportDelta.Builder opening = ExportDelta.newBuilder().setSnapshotBegin(true);
        if (coverageHeeded) {
            opening.setCoverage(coverage.toProto());
        }
        say(opening, partial ? former.gone(wanted.keySet()) : List.of(), difference);
        if (coverage.isComplete()) {
            former.clear();
        }
    }

    private void say(ExportDelta.Builder opening, List<ItemKey> removals, RemoteExports.Difference difference) {
        ExportDelta marks = opening.setPosition(position).build();
        unsent.addAll(ExportChange.cut(marks, removals, difference.upserts().values(), maxOctets));
        remote.told(difference);
    }

    /** The answer to the oldest unanswered delta. */
    public void acknowledged(DeltaAck ack) throws ProtocolException {
        ExportDelta delta = unanswered.peek();
        if (delta == null || !delta.getPosition().equals(ack.getPosition())) {
            throw new ProtocolException("an acknowledgement of "
                    + ack.getPosition().getEpoch() + "/"
                    + Long.toUnsignedString(ack.getPosition().getVersion()) + " that answers no delta");
        }
        unanswered.remove();
        Map<ItemKey, ItemRefusal> refused = new HashMap<>();
        ack.getRefusalsList().forEach(refusal -> refused.put(refusal.getKey(), refusal));
        remote.answered(delta, refused, refused.isEmpty() ? Set.of() : keysUnderWay());
    }

    private Set<ItemKey> keysUnderWay() {
        Set<ItemKey> keys = new HashSet<>();
        Stream.concat(unanswered.stream(), unsent.stream()).forEach(delta -> {
            keys.addAll(delta.getRemovalsList());
            delta.getUpsertsList().forEach(item -> keys.add(ExportItems.keyOf(item)));
        });
        return keys;
    }

    /** The services of which it has not answered all that there is to say; empty: it is not known what it has. */
    public Optional<Set<ServiceName>> unanswered() {
        if (desired == null || coverage == Coverage.UNHEARD || holdsBack() || snapshotDue || isSnapshotUnderWay()) {
            return Optional.empty();
        }
        RemoteExports.Difference difference = remote.difference(desired);
        Set<ItemKey> keys = keysUnderWay();
        keys.addAll(difference.removals());
        keys.addAll(difference.upserts().keySet());
        return Optional.of(keys.stream().map(ExportItems::serviceOf).collect(Collectors.toSet()));
    }

    /** It withdraws by what it does not name. */
    private boolean isSnapshotUnderWay() {
        return Stream.concat(unanswered.stream(), unsent.stream())
                .anyMatch(delta -> delta.getPosition().getVersion() == SNAPSHOT);
    }

    /** What is refused now. */
    public List<ItemRefusal> refusals() {
        return remote.refusals();
    }

    /** How many deltas wait for an answer. */
    public int deltasUnderWay() {
        return unanswered.size();
    }
}
