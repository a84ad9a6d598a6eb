// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Objects that the API server did not take, each with a time of its own before the next attempt, and those that it took and changed, which need none. For any thread.
 */
final class Refused {

    private final Map<ServiceName, Map<ObjectKey, Wait>> waits = new HashMap<>();
    private final Map<ObjectKey, Settled> settled = new HashMap<>();
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Listener listener;

    /** Is told of refusals that an operator should know of, each time. Called under a lock: must not block. */
    @FunctionalInterface
    interface Listener {
        void refused(ServiceName service, Outcome outcome, String told);
    }

    private record Settled(Written content, String version) {}

    Refused(LongSupplier nanos, RandomGenerator random, Listener listener) {
        this.listener = listener;
        this.nanos = nanos;
        this.random = random;
    }

    /** Whether the step has to wait. */
    synchronized boolean holds(ServiceName service, Step step) {
        Wait wait = waits.getOrDefault(service, Map.of()).get(step.key());
        return wait != null && !wait.left(nanos).isZero();
    }

    /** Whether the same was written over the same object before: somebody changes it on its way, and would do so again. */
    synchronized boolean isSettled(Step step) {
        return step instanceof Step.Change(Written content, Seen<?> seen, String _)
                && new Settled(content, seen.version()).equals(settled.get(step.key()));
    }

    /** A change was taken, and the object is at this version now. */
    synchronized void onDone(ServiceName service, Step step, String version) {
        forget(service, step.key());
        if (step instanceof Step.Change(Written content, Seen<?> _, String _)) {
            settled.put(step.key(), new Settled(content, version));
        } else if (step instanceof Step.Delete) {
            settled.remove(step.key());
        }
    }

    private void forget(ServiceName service, ObjectKey key) {
        waits.computeIfPresent(service, (_, of) -> {
            of.remove(key);
            return of.isEmpty() ? null : of;
        });
    }

    /** Returns how long to wait. */
    synchronized Duration onRefused(ServiceName service, Step step, Outcome outcome) {
        Map<ObjectKey, Wait> of = waits.computeIfAbsent(service, _ -> new HashMap<>());
        Wait before = of.get(step.key());
        Wait wait = Wait.after(before, outcome, trouble(before, step, outcome), nanos, random);
        of.put(step.key(), wait);
        if (RefusalEvent.isTold(outcome, wait.told())) {
            listener.refused(service, outcome, wait.told());
        }
        return wait.left(nanos);
    }

    private static String trouble(@Nullable Wait before, Step step, Outcome outcome) {
        if (step instanceof Step.ChangeStatus) {
            return Wait.statusTrouble(before, "the status of " + step.key(), outcome);
        }
        return outcome instanceof Outcome.AlreadyExists
                ? step.key() + " is there and is not Hanse's (it lacks the label " + StandardKeys.SELECTOR
                        + " or its owner), so it stays as it is; delete or rename it"
                : Wait.trouble(step.key().toString(), outcome);
    }

    /** Only these objects of the service still wait for something. Returns how long the first of them does; empty: there is none. */
    synchronized Optional<Duration> retain(ServiceName service, Set<ObjectKey> waiting) {
        waits.computeIfPresent(service, (_, of) -> {
            of.keySet().retainAll(waiting);
            return of.isEmpty() ? null : of;
        });
        return waits.getOrDefault(service, Map.of()).values().stream()
                .map(wait -> wait.left(nanos))
                .min(Comparator.naturalOrder());
    }

    /** What owners of the service should know of the objects that belong to its import, one line for each. */
    synchronized List<String> told(ServiceName service) {
        return Wait.owners(waits.getOrDefault(service, Map.of()).entrySet().stream()
                .filter(each -> each.getKey().kind() != ObjectKind.SERVICE_IMPORT)
                .map(Map.Entry::getValue));
    }

    /** The namespace is another one now. */
    synchronized void forget(String namespace) {
        waits.keySet().removeIf(service -> service.namespace().equals(namespace));
    }

    /** What owners of all services should know, each object of an import, and the import, once; in the order of the services. */
    synchronized List<RefusedImport> imports() {
        return waits.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each -> Wait.owners(each.getValue().values().stream()).stream()
                        .map(line -> new RefusedImport(each.getKey(), line)))
                .toList();
    }

    /** What an operator should know, one line for each object. */
    synchronized List<String> told() {
        return Wait.told(waits.values().stream().flatMap(of -> of.values().stream()));
    }
}
