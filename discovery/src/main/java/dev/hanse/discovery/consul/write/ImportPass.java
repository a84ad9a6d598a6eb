// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulRequests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/** Makes what is in Consul what is to be there, one service after the other: one that Consul refuses waits alone. Used by one thread. */
final class ImportPass {

    private final WriterLock lock;
    private final Transactions transactions;
    private final ServiceDelays delays;
    private final NameUse use;
    private final AtomicLong requests;

    /** @param requests counts those that changed something, or were to */
    ImportPass(WriterLock lock, Transactions transactions, ServiceDelays delays, NameUse use, AtomicLong requests) {
        this.lock = lock;
        this.transactions = transactions;
        this.delays = delays;
        this.use = use;
        this.requests = requests;
    }

    /** Looks at all of them, for as long as the lock is held. */
    void run(ConsulRequests connection, ImportServices wanted, SeenState state)
            throws ConsulException, InterruptedException {
        SortedMap<String, Map<String, SeenInstance>> seen = byService(state.node());
        Set<String> services = new TreeSet<>(wanted.byName().keySet());
        services.addAll(seen.keySet());
        delays.retain(services);
        use.retain(services);
        for (String service : services) {
            lock.renew(connection);
            if (!lock.isHeld()) {
                return;
            }
            if (!delays.holds(service, state.version())) {
                look(connection, service, wanted.byName().getOrDefault(service, Map.of()), seen, state);
            }
        }
    }

    private static SortedMap<String, Map<String, SeenInstance>> byService(SeenNode node) {
        SortedMap<String, Map<String, SeenInstance>> services = new TreeMap<>();
        node.instances()
                .forEach((id, instance) -> services.computeIfAbsent(
                                instance.instance().service(), _ -> new HashMap<>())
                        .put(id, instance));
        return services;
    }

    private void look(
            ConsulRequests connection,
            String service,
            Map<String, WantedInstance> instances,
            Map<String, Map<String, SeenInstance>> seen,
            SeenState state)
            throws ConsulException, InterruptedException {
        Optional<String> other =
                instances.isEmpty() ? Optional.empty() : conflict(connection, service, instances, state);
        Map<String, WantedInstance> wanted = other.isEmpty() ? instances : Map.of();
        Map<String, SeenInstance> there = new HashMap<>(seen.getOrDefault(service, Map.of()));
        wanted.keySet().stream()
                .filter(state.node().instances()::containsKey)
                .forEach(id -> there.put(id, state.node().instances().get(id)));
        List<Operation> operations = ServiceDifference.of(wanted, there, state.health());
        if (!operations.isEmpty()) {
            write(connection, service, wanted, operations, state.version());
        } else if (other.isEmpty()) {
            delays.onRight(service);
        }
        other.ifPresent(why -> delays.onRefused(service, why));
    }

    /** A name means one thing: where somebody else has it, ours goes, and theirs stays. */
    private Optional<String> conflict(
            ConsulRequests connection, String service, Map<String, WantedInstance> wanted, SeenState state)
            throws ConsulException, InterruptedException {
        Optional<String> instance =
                ServiceDifference.inTheWay(wanted, state.node().instances());
        if (instance.isPresent()) {
            return instance.map(id -> "its instance " + id + " is there and is not Hanse's; remove it");
        }
        String other = use.other(connection, service, state);
        return other.isEmpty()
                ? Optional.empty()
                : Optional.of("a service of that name is there, on node " + other
                        + ", and is not Hanse's; rename it, or set sources.consul.import-prefix");
    }

    private void write(
            ConsulRequests connection,
            String service,
            Map<String, WantedInstance> wanted,
            List<Operation> operations,
            long version)
            throws ConsulException, InterruptedException {
        for (int from = 0; from < operations.size(); from += Transactions.MAX_INSTANCES) {
            int to = Math.min(operations.size(), from + Transactions.MAX_INSTANCES);
            if (!write(connection, service, operations.subList(from, to))) {
                return;
            }
        }
        delays.onDone(service, wanted, version);
    }

    private boolean write(ConsulRequests connection, String service, List<Operation> operations)
            throws ConsulException, InterruptedException {
        requests.incrementAndGet();
        Outcome outcome;
        try {
            outcome = transactions.perform(connection, lock.session(), operations);
        } catch (ConsulException e) {
            // Others get their turn first when Consul answers again, in case it is this one that it stumbles over.
            delays.onStale(service);
            throw e;
        }
        switch (outcome) {
            case Outcome.Done _ -> {}
            case Outcome.Stale _ -> delays.onStale(service);
            case Outcome.LockLost _ -> lock.lost();
            case Outcome.Refused(String why) -> delays.onRefused(service, why);
        }
        return outcome instanceof Outcome.Done;
    }
}
