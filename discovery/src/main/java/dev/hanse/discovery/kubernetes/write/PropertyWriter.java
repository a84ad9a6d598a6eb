// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** Makes the ClusterProperties that nobody has made. One that is there is never changed or deleted, whoever it is of. For any thread. */
final class PropertyWriter {

    private final Map<String, Wait> waits = new ConcurrentHashMap<>();
    private final WorkQueue<String> queue;
    private final ClusterProperties properties;
    private final Attempt attempt;
    private final LongSupplier nanos;
    private final RandomGenerator random;

    /** Creates a property; for tests. */
    interface Attempt {

        /** Empty: this gateway does not write now. */
        Optional<Outcome> create(String group, ObjectNode property) throws InterruptedException;
    }

    PropertyWriter(ClusterProperties properties, Attempt attempt, LongSupplier nanos, RandomGenerator random) {
        this.properties = properties;
        this.attempt = attempt;
        this.nanos = nanos;
        this.random = random;
        this.queue = new WorkQueue<>(nanos);
    }

    /** Properties have changed, or this gateway is the one that writes from now on. */
    void look() {
        properties.missing().keySet().forEach(queue::add);
        waits.keySet().forEach(queue::add);
    }

    /** Looks at one after the other until interrupted. */
    void work() {
        queue.work("ClusterProperty", this::reconcile);
    }

    /** Returns when to look again; empty: when something has changed. */
    Optional<Duration> reconcile(String name) throws InterruptedException {
        String value = properties.missing().get(name);
        if (value == null) {
            waits.remove(name);
            return Optional.empty();
        }
        Wait before = waits.get(name);
        if (before != null && !before.left(nanos).isZero()) {
            return Optional.of(before.left(nanos));
        }
        return attempt.create(properties.group(), property(name, value)).flatMap(outcome -> take(name, outcome));
    }

    private ObjectNode property(String name, String value) {
        ObjectNode object = Body.empty()
                .put("apiVersion", properties.group().substring("/apis/".length()))
                .put("kind", "ClusterProperty");
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        Body.put(metadata, "labels", Map.of(StandardKeys.OURS, StandardKeys.GATEWAY));
        object.putObject("spec").put("value", value);
        return object;
    }

    /** One that somebody else has made meanwhile comes on the watch. */
    private Optional<Duration> take(String name, Outcome outcome) {
        if (outcome.done() || outcome instanceof Outcome.AlreadyExists) {
            waits.remove(name);
            return Optional.empty();
        }
        Wait wait =
                Wait.after(waits.get(name), outcome, Wait.trouble("ClusterProperty " + name, outcome), nanos, random);
        waits.put(name, wait);
        return Optional.of(wait.left(nanos));
    }

    /** What an operator should know, one line for each property. */
    List<String> told() {
        return Wait.told(waits.values().stream());
    }
}
