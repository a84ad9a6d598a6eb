// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ExportStatus;
import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the conditions {@code Valid}, {@code Ready} and {@code Conflict} into the status of users' ServiceExports, where they differ from what is there. All else of these objects
 * is their owners': conditions of other types stay, and nothing but the status is touched. For any thread.
 */
final class ConditionWriter implements ExportStatusSink {

    private final Map<ObjectName, ExportStatus> wanted = new ConcurrentHashMap<>();
    private final Map<ObjectName, Wait> waits = new ConcurrentHashMap<>();
    private final Repetitions repetitions;
    private final WorkQueue<ObjectName> queue;
    private final SeenExports exports;
    private final Attempt attempt;
    private final Consumer<ApiEvent> events;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Definition definition;

    /** Applies a status; for tests. */
    interface Attempt {

        /** Empty: this gateway does not write now. */
        Optional<Outcome> perform(SeenExport export, ObjectNode status) throws InterruptedException;
    }

    /**
     * @param definition of the kind
     * @param failed takes why exports cannot be read; empty: they can
     * @param events takes refusals that an export's owner should know of, each time; must not block
     * @param nanos monotonic clock
     * @param clock wall clock
     * @param random spreads attempts; used by several threads
     */
    ConditionWriter(
            Attempt attempt,
            Definition definition,
            Consumer<String> failed,
            Consumer<ApiEvent> events,
            LongSupplier nanos,
            InstantSource clock,
            RandomGenerator random) {
        this.attempt = attempt;
        this.definition = definition;
        this.events = events;
        this.nanos = nanos;
        this.clock = clock;
        this.random = random;
        this.repetitions = new Repetitions(nanos, random);
        this.queue = new WorkQueue<>(nanos);
        this.exports = new SeenExports(queue::add, failed, definition::onServed);
    }

    /** The exports, to be followed. */
    SeenExports exports() {
        return exports;
    }

    @Override
    public void changed(ExportStatus status) {
        wanted.put(status.export(), status);
        queue.add(status.export());
    }

    @Override
    public void gone(ObjectName export) {
        wanted.remove(export);
        queue.add(export);
    }

    /** This gateway is the one that writes from now on. */
    void addAll() {
        wanted.keySet().forEach(queue::add);
    }

    /** Looks at one export after the other until interrupted. */
    void work() {
        queue.work("ServiceExport", this::reconcile);
    }

    /** Returns when to look again; empty: when something has changed. */
    Optional<Duration> reconcile(ObjectName name) throws InterruptedException {
        ExportStatus status = wanted.get(name);
        SeenExport seen = exports.of(name).orElse(null);
        if (status == null || seen == null || seen.goes() || !seen.uid().equals(status.uid())) {
            // Either both have gone, or the other one is on its way: it is not said of this object.
            waits.remove(name);
            repetitions.forget(name);
            return Optional.empty();
        }
        return write(seen, conditions(status, seen));
    }

    private List<WrittenCondition> conditions(ExportStatus status, SeenExport seen) {
        return status.conditions().stream()
                .map(WrittenCondition::of)
                .map(each -> each.since(seen.conditions(), clock.instant()))
                .flatMap(definition::fit)
                .toList();
    }

    private Optional<Duration> write(SeenExport seen, List<WrittenCondition> conditions) throws InterruptedException {
        if (Set.copyOf(conditions).equals(Set.copyOf(seen.conditions()))) {
            waits.remove(seen.name());
            return Optional.empty();
        }
        Duration left = left(seen, conditions);
        if (!left.isZero()) {
            return Optional.of(left);
        }
        Optional<Outcome> outcome = attempt.perform(seen, seen.toChangeStatus(conditions));
        return outcome.isEmpty() ? Optional.empty() : take(seen, conditions, outcome.get());
    }

    private Duration left(SeenExport seen, List<WrittenCondition> conditions) {
        Wait refused = waits.get(seen.name());
        Duration one = refused == null ? Duration.ZERO : refused.left(nanos);
        Duration other = repetitions.left(seen, conditions);
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Optional<Duration> take(SeenExport seen, List<WrittenCondition> conditions, Outcome outcome) {
        if (outcome instanceof Outcome.Done(JsonNode object)) {
            waits.remove(seen.name());
            repetitions.onWritten(seen, conditions);
            exports.put(SeenExport.of(object));
            return Optional.empty();
        }
        if (definition.onRefused(outcome)) {
            return Optional.of(Duration.ZERO);
        }
        Wait before = waits.get(seen.name());
        String trouble = Wait.statusTrouble(before, "the conditions of " + seen, outcome);
        Wait wait = Wait.after(before, outcome, trouble, nanos, random);
        waits.put(seen.name(), wait);
        if (RefusalEvent.isTold(outcome, wait.told())) {
            events.accept(RefusalEvent.ofExport(seen, outcome, wait.told()));
        }
        return Optional.of(wait.left(nanos));
    }

    /** What an operator should know, one line for each export. */
    List<String> told() {
        return Wait.told(waits.values().stream());
    }
}
