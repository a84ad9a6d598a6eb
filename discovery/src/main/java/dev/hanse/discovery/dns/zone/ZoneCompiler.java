// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns views into zones. Only services that differ from the view before are compiled again; the others keep their
 * nodes. Owned by one thread.
 */
public final class ZoneCompiler {

    private final WireName services;
    private final ServiceCompiler serviceCompiler;
    private final Map<ServiceName, Compiled> compiled = new HashMap<>();
    private final Map<String, Integer> servicesByNamespace = new HashMap<>();

    private final OriginNumbers origins = new OriginNumbers(OriginNumbers.MAX);

    private NameTable names;
    private @Nullable Zone zone;
    private @Nullable ClusterId local;
    private Set<ClusterId> unreachable = Set.of();
    private SharedMap<ServiceName, ServiceImport> imports = SharedMap.empty();
    private SharedMap<SliceKey, EndpointSlice> slices = SharedMap.empty();
    private ClusterAddresses addresses = ClusterAddresses.NONE;
    private int panics;

    /** What a service was made from and what came out. */
    private static final class Compiled {

        private final ServiceInput input;
        private final Collection<Node> nodes;
        private final boolean panic;

        Compiled(ServiceInput input, Collection<Node> nodes) {
            this.input = input;
            this.nodes = nodes;
            this.panic = input.panics();
            input.forgetIfSmall();
        }
    }

    /**
     * For one zone, with all addresses in each answer.
     *
     * @param nameServer addresses of this responder as clients know them
     * @param clusterQualifiedNames whether {@code cluster.service.namespace.svc.zone} has addresses
     */
    public ZoneCompiler(WireName apex, List<InetAddress> nameServer, boolean clusterQualifiedNames) {
        this(apex, nameServer, clusterQualifiedNames, 0);
    }

    /**
     * For one zone.
     *
     * @param nameServer addresses of this responder as clients know them
     * @param clusterQualifiedNames whether {@code cluster.service.namespace.svc.zone} has addresses
     * @param addressesPerAnswer of a ClusterSetIP service, at most; 0: all
     */
    public ZoneCompiler(
            WireName apex, List<InetAddress> nameServer, boolean clusterQualifiedNames, int addressesPerAnswer) {
        services = apex.child("svc");
        int most = addressesPerAnswer == 0 ? Integer.MAX_VALUE : addressesPerAnswer;
        serviceCompiler = new ServiceCompiler(services, clusterQualifiedNames, most, origins);
        names = NameTable.EMPTY.with(List.of(), ApexNodes.of(apex, nameServer, most));
    }

    /** The zone of this view in a cluster that gives services no addresses of its own. */
    public Zone compile(View view, Set<ClusterId> unreachableNow) {
        return compile(view, unreachableNow, ClusterAddresses.NONE);
    }

    /**
     * The zone of this view; the same zone as before if nothing has changed. Its serial never falls (RFC 1982).
     *
     * @param addressesNow what names of ClusterSetIP services lead to in this cluster
     */
    public Zone compile(View view, Set<ClusterId> unreachableNow, ClusterAddresses addressesNow) {
        Change change = new Change();
        ClusterAddresses before = addresses;
        addresses = addressesNow;
        if (view.cluster().equals(local)
                && unreachable.equals(unreachableNow)
                && before.given() == addressesNow.given()) {
            changed(view, before).forEach(service -> recompile(service, view, change));
        } else {
            compileAll(view, unreachableNow, change);
        }
        imports = view.imports();
        slices = view.slices();
        return publish(view, change);
    }

    private Set<ServiceName> changed(View view, ClusterAddresses before) {
        Set<ServiceName> changed = new LinkedHashSet<>();
        view.imports().differences(imports, changed::add);
        view.slices().differences(slices, key -> changed.add(key.service()));
        addresses.byService().differences(before.byService(), changed::add);
        return changed;
    }

    private void recompile(ServiceName service, View view, Change change) {
        ServiceImport imported = view.imports().get(service);
        if (imported == null) {
            remove(service, change);
            return;
        }
        SliceRun run = new SliceRun(view.slices().from(SliceKey.firstOf(service)));
        update(input(imported, run.of(service, slicesBefore(service))), view.cluster(), change);
    }

    private void compileAll(View view, Set<ClusterId> unreachableNow, Change change) {
        forgetIfOtherCluster(view.cluster(), change);
        unreachable = unreachableNow;
        SliceRun run = new SliceRun(view.slices().entrySet().iterator());
        for (ServiceImport imported : view.imports().values()) {
            ServiceName service = imported.name();
            update(input(imported, run.of(service, slicesBefore(service))), view.cluster(), change);
        }
        // All that the view has is in here: only if there is more, something has to go.
        if (compiled.size() > view.imports().size()) {
            compiled.keySet().stream()
                    .filter(service -> !view.imports().containsKey(service))
                    .toList()
                    .forEach(service -> remove(service, change));
        }
    }

    /** The numbers under which answers are counted, as {@link Node#origin} and {@link RrSet#origin} have them. Any thread. */
    public Map<Origin, Integer> origins() {
        return origins.all();
    }

    private void forgetIfOtherCluster(ClusterId cluster, Change change) {
        if (local != null && !local.equals(cluster)) {
            List.copyOf(compiled.keySet()).forEach(service -> remove(service, change));
        }
        local = cluster;
    }

    private List<SliceInput> slicesBefore(ServiceName service) {
        Compiled before = compiled.get(service);
        return before == null ? List.of() : before.input.slices();
    }

    private ServiceInput input(ServiceImport imported, List<SliceInput> ofService) {
        Set<ClusterId> affected = new HashSet<>();
        ofService.forEach(s -> affected.add(s.cluster()));
        affected.retainAll(unreachable);
        return new ServiceInput(imported, ofService, addresses.of(imported), affected);
    }

    private void update(ServiceInput input, ClusterId cluster, Change change) {
        ServiceName service = input.imported().name();
        Compiled before = compiled.get(service);
        if (before != null && before.input.equals(input)) {
            return;
        }
        remove(service, change);
        Compiled made = new Compiled(input, List.copyOf(serviceCompiler.compile(input, cluster)));
        compiled.put(service, made);
        panics += made.panic ? 1 : 0;
        change.come.addAll(made.nodes);
        if (!made.nodes.isEmpty() && servicesByNamespace.merge(service.namespace(), 1, Integer::sum) == 1) {
            change.come.add(Node.empty(services.child(service.namespace())));
        }
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
        private @Nullable Entry<SliceKey, EndpointSlice> next;

        SliceRun(Iterator<Entry<SliceKey, EndpointSlice>> slices) {
            rest = slices;
            next = rest.hasNext() ? rest.next() : null;
        }

        /**
         * Takes the slices of this service; those of services that are not in the view are left behind.
         *
         * @param before those of the last time, in order: what is the same still is taken from there
         */
        List<SliceInput> of(ServiceName service, List<SliceInput> before) {
            List<SliceInput> run = new ArrayList<>(before.size() + 1);
            int at = 0;
            for (Entry<SliceKey, EndpointSlice> e = next; e != null; e = next) {
                int order = e.getKey().service().compareTo(service);
                if (order > 0) {
                    break;
                }
                if (order == 0) {
                    while (at < before.size() && before.get(at).isBefore(e.getKey())) {
                        at++;
                    }
                    boolean same = at < before.size() && before.get(at).isOf(e.getValue());
                    run.add(same ? before.get(at) : new SliceInput(e.getKey().cluster(), e.getValue()));
                }
                next = rest.hasNext() ? rest.next() : null;
            }
            return run;
        }
    }
}
