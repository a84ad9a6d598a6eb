// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns views into zones. Only services that differ from the view before are compiled again; the others keep their
 * nodes. Owned by one thread.
 */
public final class ZoneCompiler {

    /** Sorts before all others. */
    private static final ClusterId FIRST_CLUSTER = new ClusterId("0");

    private final WireName services;
    private final ViewTrace trace = new ViewTrace();
    private final ServiceCompiler serviceCompiler;
    private final Map<ServiceName, Compiled> compiled = new HashMap<>();
    private final Map<String, Integer> servicesByNamespace = new HashMap<>();

    private final OriginNumbers origins = new OriginNumbers(OriginNumbers.MAX);

    private NameTable names;
    private @Nullable Zone zone;
    private @Nullable ClusterId local;
    private Set<ClusterId> unreachable = Set.of();
    private List<Compiled> inOrder = List.of();
    private int panics;
    private int turn;

    /** What a service was made from and what came out. */
    private static final class Compiled {

        private final ServiceInput input;
        private final Collection<Node> nodes;
        private final boolean panic;

        /** The last turn that found the service in the view. */
        private int seen;

        Compiled(ServiceInput input, Collection<Node> nodes) {
            this.input = input;
            this.nodes = nodes;
            this.panic = input.panics();
        }
    }

    /**
     * For one zone.
     *
     * @param nameServer addresses of this responder as clients know them
     * @param clusterQualifiedNames whether {@code cluster.service.namespace.svc.zone} has addresses
     */
    public ZoneCompiler(WireName apex, List<InetAddress> nameServer, boolean clusterQualifiedNames) {
        services = apex.child("svc");
        serviceCompiler = new ServiceCompiler(services, clusterQualifiedNames, origins);
        names = NameTable.EMPTY.with(List.of(), ApexNodes.of(apex, nameServer));
    }

    /** The zone of this view; the same zone as before if nothing has changed. Its serial never falls (RFC 1982). */
    public Zone compile(View view, Set<ClusterId> unreachableNow) {
        Change change = new Change();
        boolean comparable = view.cluster().equals(local) && unreachable.equals(unreachableNow);
        Set<ServiceName> changed = comparable ? trace.changes(view) : null;
        if (changed == null) {
            compileAll(view, unreachableNow, change);
            trace.remember(view);
        } else if (!changed.isEmpty()) {
            inOrder = List.of();
            changed.forEach(service -> recompile(service, view, change));
        }
        return publish(view, change);
    }

    private void recompile(ServiceName service, View view, Change change) {
        ServiceImport imported = view.imports().get(service);
        if (imported == null) {
            return;
        }
        SliceRun run = new SliceRun(view.slices().tailMap(new SliceKey(service, FIRST_CLUSTER, "")));
        run.moveTo(service);
        update(compiled.get(service), input(imported, run), view.cluster(), change);
    }

    private void compileAll(View view, Set<ClusterId> unreachableNow, Change change) {
        forgetIfOtherCluster(view.cluster(), change);
        boolean sameReach = unreachable.equals(unreachableNow);
        unreachable = unreachableNow;
        turn++;
        SliceRun run = new SliceRun(view.slices());
        List<Compiled> now = new ArrayList<>(view.imports().size());
        for (ServiceImport imported : view.imports().values()) {
            run.moveTo(imported.name());
            Compiled before = before(imported, now.size());
            if (before == null || !sameReach || !isSame(before.input, imported, run)) {
                before = update(before, input(imported, run), view.cluster(), change);
            }
            before.seen = turn;
            now.add(before);
        }
        inOrder = now;
        if (now.size() < compiled.size()) {
            removeAllNotSeen(change);
        }
    }

    /** What was made of the service before: most often it stood at the same place of the view. */
    private @Nullable Compiled before(ServiceImport imported, int place) {
        if (place < inOrder.size() && inOrder.get(place).input.imported() == imported) {
            return inOrder.get(place);
        }
        return compiled.get(imported.name());
    }

    /** Whether the very same values stand in the view; most services of most views, hence without a look inside. */
    private static boolean isSame(ServiceInput before, ServiceImport imported, SliceRun run) {
        return before.imported() == imported && run.isSame(before.slices());
    }

    /** The numbers under which answers are counted, as {@link Node#origin} and {@link RrSet#origins} have them. Any thread. */
    public Map<Origin, Integer> origins() {
        return origins.all();
    }

    private void removeAllNotSeen(Change change) {
        compiled.entrySet().stream()
                .filter(e -> e.getValue().seen != turn)
                .map(Entry::getKey)
                .toList()
                .forEach(service -> remove(service, change));
    }

    private void forgetIfOtherCluster(ClusterId cluster, Change change) {
        if (local != null && !local.equals(cluster)) {
            List.copyOf(compiled.keySet()).forEach(service -> remove(service, change));
            inOrder = List.of();
        }
        local = cluster;
    }

    private ServiceInput input(ServiceImport imported, SliceRun run) {
        List<ServiceInput.Slice> slices = run.slices();
        Set<ClusterId> affected = new HashSet<>();
        slices.forEach(s -> affected.add(s.cluster()));
        affected.retainAll(unreachable);
        return new ServiceInput(imported, slices, affected);
    }

    private Compiled update(@Nullable Compiled before, ServiceInput input, ClusterId cluster, Change change) {
        if (before != null && before.input.equals(input)) {
            return before;
        }
        ServiceName service = input.imported().name();
        remove(service, change);
        Compiled made = new Compiled(input, List.copyOf(serviceCompiler.compile(input, cluster)));
        compiled.put(service, made);
        panics += made.panic ? 1 : 0;
        change.come.addAll(made.nodes);
        if (!made.nodes.isEmpty() && servicesByNamespace.merge(service.namespace(), 1, Integer::sum) == 1) {
            change.come.add(Node.empty(services.child(service.namespace())));
        }
        return made;
    }

    private void remove(ServiceName service, Change change) {
        Compiled before = compiled.remove(service);
        panics -= before != null && before.panic ? 1 : 0;
        if (before == null || before.nodes.isEmpty()) {
            return;
        }
        change.gone.addAll(before.nodes);
        if (servicesByNamespace.merge(service.namespace(), -1, (a, b) -> a + b == 0 ? null : a + b) == null) {
            change.gone.add(Node.empty(services.child(service.namespace())));
        }
    }

    private Zone publish(View view, Change change) {
        Zone before = zone;
        if (before != null && change.isEmpty() && before.viewVersion() == view.version()) {
            return before;
        }
        names = change.isEmpty() ? names : names.with(change.gone, change.come);
        Soa soa = new Soa(before == null ? serial(view.version()) : after(before.soa(), view.version()));
        Zone next = new Zone(names, soa, view.version(), compiled.size(), panics);
        zone = next;
        return next;
    }

    /** 0 is kept for "no zone". */
    private static int serial(long version) {
        return (int) version == 0 ? 1 : (int) version;
    }

    /** The view's version if it is ahead in serial number arithmetic, else one more than before. */
    private static int after(Soa before, long version) {
        int old = (int) before.serial();
        int wanted = serial(version);
        return wanted - old > 0 ? wanted : serial(old + 1);
    }

    /** Nodes to take out of and to put into the table; what is in both stays. */
    private static final class Change {

        private final List<Node> gone = new ArrayList<>();
        private final List<Node> come = new ArrayList<>();

        boolean isEmpty() {
            return gone.isEmpty() && come.isEmpty();
        }
    }

    /** Cuts the sorted slices into runs by service; services must be asked for in order. */
    private static final class SliceRun {

        private final Iterator<Entry<SliceKey, EndpointSlice>> rest;
        private final List<Entry<SliceKey, EndpointSlice>> run = new ArrayList<>();
        private @Nullable Entry<SliceKey, EndpointSlice> next;

        SliceRun(SortedMap<SliceKey, EndpointSlice> slices) {
            rest = slices.entrySet().iterator();
            next = rest.hasNext() ? rest.next() : null;
        }

        /** Takes the slices of this service; those of services that are not in the view are left behind. */
        void moveTo(ServiceName service) {
            run.clear();
            for (Entry<SliceKey, EndpointSlice> e = next; e != null; e = next) {
                int order = compare(e.getKey().service(), service);
                if (order > 0) {
                    return;
                }
                if (order == 0) {
                    run.add(e);
                }
                next = rest.hasNext() ? rest.next() : null;
            }
        }

        /** The order of names, written out: this is done for every slice of every view. */
        private static int compare(ServiceName one, ServiceName other) {
            int namespaces = one.namespace().compareTo(other.namespace());
            return namespaces != 0 ? namespaces : one.name().compareTo(other.name());
        }

        boolean isSame(List<ServiceInput.Slice> before) {
            if (before.size() != run.size()) {
                return false;
            }
            for (int i = 0; i < run.size(); i++) {
                ServiceInput.Slice old = before.get(i);
                Entry<SliceKey, EndpointSlice> now = run.get(i);
                if (old.slice() != now.getValue()
                        || !old.cluster().equals(now.getKey().cluster())) {
                    return false;
                }
            }
            return true;
        }

        List<ServiceInput.Slice> slices() {
            return run.stream()
                    .map(e -> new ServiceInput.Slice(e.getKey().cluster(), e.getValue()))
                    .toList();
        }
    }
}
