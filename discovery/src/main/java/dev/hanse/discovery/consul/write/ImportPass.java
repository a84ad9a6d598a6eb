// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulRequests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Makes what is in Consul what is to be there, one service after the other: one that Consul refuses waits alone. Used by one thread. */
final class ImportPass {

    private final WriterLock lock;
    private final Transactions transactions;
    private final ServiceDelays delays;
    private final NameUse use;
    private final AtomicLong requests;

    /** Where the last pass ended before all were looked at; empty: it did not. */
    private String endedAt = "";

    /** What one pass goes by. */
    private record Pass(ConsulRequests connection, SeenState state, BooleanSupplier current) {}

    /** @param requests counts those that changed something, or were to */
    ImportPass(WriterLock lock, Transactions transactions, ServiceDelays delays, NameUse use, AtomicLong requests) {
        this.lock = lock;
        this.transactions = transactions;
        this.delays = delays;
        this.use = use;
        this.requests = requests;
    }

    /**
     * Looks at all of them, for as long as the lock is held. A pass that ends before is gone on with by the next one, so that those at the end get their turn too.
     *
     * @param current whether this is still what is to be there
     * @return whether nothing is left to be looked at
     */
    boolean run(ConsulRequests connection, ImportServices wanted, SeenState state, BooleanSupplier current)
            throws ConsulException, InterruptedException {
        SortedMap<String, Map<String, SeenInstance>> seen = byService(state.node());
        SortedSet<String> services = new TreeSet<>(wanted.byName().keySet());
        services.addAll(seen.keySet());
        delays.retain(services);
        use.retain(services);
        Pass pass = new Pass(connection, state, current);
        for (String service : inTurn(services)) {
            if (!mayGoOn(pass)) {
                return false;
            }
            endedAt = service;
            if (!delays.holds(service, state.version())) {
                lookOrDelay(pass, service, wanted.byName().getOrDefault(service, Map.of()), seen);
            }
        }
        endedAt = "";
        return lookAgain(pass);
    }

    /** That at which the last pass ended is the last one. */
    private List<String> inTurn(SortedSet<String> services) {
        List<String> order = new ArrayList<>(services.tailSet(endedAt + '\0'));
        order.addAll(services.headSet(endedAt + '\0'));
        return order;
    }

    private boolean mayGoOn(Pass pass) throws ConsulException, InterruptedException {
        lock.renew(pass.connection);
        return lock.isHeld() && pass.current.getAsBoolean();
    }

    /** Last of all, since it may take long: who else has the names now is for the next pass. */
    private boolean lookAgain(Pass pass) throws ConsulException, InterruptedException {
        boolean same = true;
        for (String service : use.due(pass.state)) {
            if (!mayGoOn(pass)) {
                return false;
            }
            same &= !use.lookAgain(pass.connection, service, pass.state);
        }
        return same;
    }

    private static SortedMap<String, Map<String, SeenInstance>> byService(SeenNode node) {
        SortedMap<String, Map<String, SeenInstance>> services = new TreeMap<>();
        node.instances()
                .forEach((id, instance) -> services.computeIfAbsent(
                                instance.instance().service(), _ -> new HashMap<>())
                        .put(id, instance));
        return services;
    }

    private void lookOrDelay(
            Pass pass,
            String service,
            Map<String, WantedInstance> instances,
            Map<String, Map<String, SeenInstance>> seen)
            throws ConsulException, InterruptedException {
        try {
            look(pass, service, instances, seen);
        } catch (ConsulException | RuntimeException e) {
            delays.onFailed(service, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void look(
            Pass pass,
            String service,
            Map<String, WantedInstance> instances,
            Map<String, Map<String, SeenInstance>> seen)
            throws ConsulException, InterruptedException {
        SeenState state = pass.state;
        Optional<String> other =
                instances.isEmpty() ? Optional.empty() : conflict(pass.connection, service, instances, state);
        Map<String, WantedInstance> wanted = other.isEmpty() ? instances : Map.of();
        Map<String, SeenInstance> there = new HashMap<>(seen.getOrDefault(service, Map.of()));
        wanted.keySet().stream()
                .filter(state.node().instances()::containsKey)
                .forEach(id -> there.put(id, state.node().instances().get(id)));
        List<Operation> operations = ServiceDifference.of(wanted, there, state.health());
        if (!operations.isEmpty()) {
            write(pass, service, wanted, operations);
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

    private void write(Pass pass, String service, Map<String, WantedInstance> wanted, List<Operation> operations)
            throws ConsulException, InterruptedException {
        for (int from = 0; from < operations.size(); from += Transactions.MAX_INSTANCES) {
            int to = Math.min(operations.size(), from + Transactions.MAX_INSTANCES);
            boolean mayWrite = from == 0 || mayGoOn(pass);
            if (!mayWrite || !write(pass.connection, service, operations.subList(from, to))) {
                return;
            }
        }
        delays.onDone(service, wanted, pass.state.version());
    }

    private boolean write(ConsulRequests connection, String service, List<Operation> operations)
            throws ConsulException, InterruptedException {
        requests.incrementAndGet();
        Outcome outcome = transactions.perform(connection, lock.session(), operations);
        switch (outcome) {
            case Outcome.Done _ -> {}
            case Outcome.Stale _ -> delays.onStale(service);
            case Outcome.LockLost _ -> lock.lost();
            case Outcome.Refused(String why) -> delays.onRefused(service, why);
        }
        return outcome instanceof Outcome.Done;
    }
}
