// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ApiWrites;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.KubernetesTimings;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with a node, as Events beside it: {@code kubectl describe node} shows them. Nobody waits for them: an API server that is away, or refuses, costs the Event and a line in the
 * log. Until there is something to tell no server is asked and no thread runs. For any thread.
 */
public final class NodeEvents implements AutoCloseable {

    /** One node has few things wrong; a cluster may have thousands of nodes. */
    private static final int BURST = 10;

    private static final Duration EACH = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(NodeEvents.class);

    private final String node;
    private final Attempt attempt;
    private final Runnable release;
    private final EventQueue queue;
    private @Nullable Thread worker;
    private boolean closed;
    private String trouble = "";

    /** Creates an Event; for tests. */
    interface Attempt {

        Outcome create(ApiEvent event) throws InterruptedException;
    }

    NodeEvents(String node, Attempt attempt, Runnable release, LongSupplier nanos) {
        this.node = node;
        this.attempt = attempt;
        this.release = release;
        this.queue = new EventQueue(BURST, EACH, this::create, () -> true, nanos);
    }

    /**
     * Of one node; asks nobody yet.
     *
     * @param node the name of its Node
     * @param controller which program says it, as {@code node.hanse.dev}
     * @param instance and which of these
     */
    public static NodeEvents of(KubernetesConfig config, String node, String controller, String instance) {
        ApiServer server = new ApiServer(config, KubernetesTimings.STANDARD);
        ApiWrites writes = ApiEvent.writes(server, () -> true);
        return new NodeEvents(
                node,
                event -> writes.create(event.eventNamespace(), event.json(controller, instance, Instant.now())),
                server::close,
                System::nanoTime);
    }

    /** As {@link #of}, by the service account of the pod that it runs in. */
    public static NodeEvents inPod(String node, String controller, String instance) {
        return of(KubernetesConfig.IN_CLUSTER, node, controller, instance);
    }

    /**
     * All that is wrong, perhaps still: to be called again as long as it is so. The first of each code is told before the second of any, since one cause may have hundreds of findings.
     * Returns at once.
     */
    public void tell(List<NodeFinding> findings) {
        if (!findings.isEmpty()) {
            queue.add(turns(findings).stream().map(this::event).toList());
            begin();
        }
    }

    private static List<NodeFinding> turns(List<NodeFinding> findings) {
        Map<String, Integer> seen = new HashMap<>();
        SortedMap<Integer, List<NodeFinding>> turns = new TreeMap<>();
        for (NodeFinding each : findings) {
            int turn = seen.getOrDefault(each.code(), 0);
            seen.put(each.code(), turn + 1);
            turns.computeIfAbsent(turn, _ -> new ArrayList<>()).add(each);
        }
        return turns.values().stream().flatMap(List::stream).toList();
    }

    private ApiEvent event(NodeFinding finding) {
        return new ApiEvent(
                "v1",
                "Node",
                new ObjectName("", node),
                // As the kubelet does: kubectl looks for both this and the uid.
                node,
                reason(finding.code()),
                "Check",
                finding.code() + "/" + finding.text(),
                finding.text() + " (" + finding.remedy() + ")");
    }

    /** {@code ReversePathStrict}, as reasons are written in Kubernetes. */
    private static String reason(String code) {
        return Arrays.stream(code.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private synchronized void begin() {
        if (worker == null && !closed) {
            worker = Thread.ofPlatform().daemon().name("hanse-node-events").start(queue::work);
        }
    }

    /** On the worker. */
    private Optional<Outcome> create(ApiEvent event) throws InterruptedException {
        Outcome outcome = attempt.create(event);
        boolean taken = outcome.done() || outcome instanceof Outcome.AlreadyExists;
        String now = taken ? "" : outcome.message();
        if (!now.isEmpty() && !now.equals(trouble)) {
            LOG.warn("what is wrong with node {} is told here and in the status, but not as an Event: {}", node, now);
        }
        trouble = now;
        return Optional.of(outcome);
    }

    /** What waits is not told any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.interrupt();
        }
        release.run();
    }
}
