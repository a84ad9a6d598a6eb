// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.model.ServiceName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Makes one service be there as it should, or be gone: plans, sends, and plans again with what the answers said, until nothing is left to do. For several threads, each with another service. */
final class Reconciler {

    /** Import, Service and its address, status; and some more, for what others change meanwhile. */
    private static final int MOST_PLANS = 8;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final SeenObjects objects;
    private final Refused refused;
    private final Attempt attempt;
    private final UnaryOperator<WrittenImport> fit;
    private final InstantSource clock;

    /** Sends a step; for tests. */
    interface Attempt {

        /** Empty: this gateway does not write any more. */
        Optional<Outcome> perform(Step step) throws InterruptedException;
    }

    /** @param fit makes an import be as the cluster's definition of the kind lets it be */
    Reconciler(
            SeenObjects objects,
            Refused refused,
            Attempt attempt,
            UnaryOperator<WrittenImport> fit,
            InstantSource clock) {
        this.fit = fit;
        this.objects = objects;
        this.refused = refused;
        this.attempt = attempt;
        this.clock = clock;
    }

    /**
     * @param wanted says what is to be there, from what is there; empty: nothing
     * @return when to look again; empty: when something has changed
     */
    Optional<Duration> reconcile(ServiceName service, Function<SeenService, Optional<Wanted>> wanted)
            throws InterruptedException {
        for (int plans = 0; plans < MOST_PLANS; plans++) {
            Set<ObjectKey> waiting = new HashSet<>();
            List<Step> steps = plan(service, wanted, waiting);
            if (steps.isEmpty()) {
                List<String> told = refused.told(service);
                Optional<Duration> again = refused.retain(service, waiting);
                if (told.equals(refused.told(service))) {
                    return again;
                }
            }
            for (Step step : steps) {
                Optional<Outcome> outcome = attempt.perform(step);
                if (outcome.isEmpty()) {
                    return Optional.empty();
                }
                take(service, step, outcome.get());
            }
        }
        return Optional.of(AGAIN);
    }

    private List<Step> plan(
            ServiceName service, Function<SeenService, Optional<Wanted>> wanted, Set<ObjectKey> waiting) {
        SeenService seen = objects.of(service);
        Predicate<Step> held = step -> {
            if (refused.holds(service, step)) {
                waiting.add(step.key());
                return true;
            }
            return refused.isSettled(step);
        };
        List<String> told = refused.told(service);
        return wanted.apply(seen)
                .map(all ->
                        Planner.make(all, seen, clock.instant(), held, imported -> fit.apply(imported.telling(told))))
                .orElseGet(() -> Planner.remove(seen, clock.instant(), held));
    }

    private void take(ServiceName service, Step step, Outcome outcome) {
        if (outcome instanceof Outcome.Done(JsonNode object)) {
            refused.onDone(
                    service,
                    step,
                    object.path("metadata").path("resourceVersion").asString(""));
            learn(step, object);
        } else if (outcome instanceof Outcome.NotFound && step instanceof Step.Delete) {
            objects.remove(step.key());
        } else {
            refused.onRefused(service, step, outcome);
        }
    }

    /** What was deleted at once is answered without the object, or with one that has no time of deletion. */
    private void learn(Step step, JsonNode object) {
        boolean goes = object.path("metadata").hasNonNull("deletionTimestamp");
        if (step instanceof Step.Delete && !goes) {
            objects.remove(step.key());
        } else {
            objects.put(FoundObject.of(step.key().kind(), object));
        }
    }
}
