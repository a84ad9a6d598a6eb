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
    private NameTable names;
    private @Nullable Zone zone;
    private @Nullable ClusterId local;

    /** What a service was made from and what came out. */
    private record Compiled(ServiceInput input, Collection<Node> nodes, boolean panic) {}

    /**
     * For one zone.
     *
     * @param nameServer addresses of this responder as clients know them
     * @param clusterQualifiedNames whether {@code cluster.service.namespace.svc.zone} has addresses
     */
    public ZoneCompiler(WireName apex, List<InetAddress> nameServer, boolean clusterQualifiedNames) {
        services = apex.child("svc");
        serviceCompiler = new ServiceCompiler(services, clusterQualifiedNames);
        names = NameTable.EMPTY.with(List.of(), ApexNodes.of(apex, nameServer));
    }

    /** The zone of this view; the same zone as before if nothing has changed. Its serial never falls (RFC 1982). */
    public Zone compile(View view, Set<ClusterId> unreachable) {
        Change change = new Change();
        forgetIfOtherCluster(view.cluster(), change);
        Set<ServiceName> absent = new HashSet<>(compiled.keySet());
        Iterator<Entry<SliceKey, EndpointSlice>> slices =
                view.slices().entrySet().iterator();
        SliceRun run = new SliceRun(slices);
        for (ServiceImport imported : view.imports().values()) {
            absent.remove(imported.name());
            List<ServiceInput.Slice> own = run.of(imported.name());
            update(new ServiceInput(imported, own, affected(own, unreachable)), view.cluster(), change);
        }
        absent.forEach(service -> remove(service, change));
        return publish(view, change);
    }

    private void forgetIfOtherCluster(ClusterId cluster, Change change) {
        if (local != null && !local.equals(cluster)) {
            List.copyOf(compiled.keySet()).forEach(service -> remove(service, change));
        }
        local = cluster;
    }

    private static Set<ClusterId> affected(List<ServiceInput.Slice> slices, Set<ClusterId> unreachable) {
        if (unreachable.isEmpty()) {
            return Set.of();
        }
        Set<ClusterId> affected = new HashSet<>();
        slices.forEach(s -> affected.add(s.cluster()));
        affected.retainAll(unreachable);
        return affected;
    }

    private void update(ServiceInput input, ClusterId cluster, Change change) {
        ServiceName service = input.imported().name();
        Compiled before = compiled.get(service);
        if (before != null && before.input.equals(input)) {
            return;
        }
        if (before != null) {
            remove(service, change);
        }
        Collection<Node> nodes = List.copyOf(serviceCompiler.compile(input, cluster));
        compiled.put(service, new Compiled(input, nodes, input.panics()));
        change.come.addAll(nodes);
        if (!nodes.isEmpty() && servicesByNamespace.merge(service.namespace(), 1, Integer::sum) == 1) {
            change.come.add(Node.empty(services.child(service.namespace())));
        }
    }

    private void remove(ServiceName service, Change change) {
        Compiled before = compiled.remove(service);
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
        int panics = (int) compiled.values().stream().filter(Compiled::panic).count();
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
            advance();
        }

        private void advance() {
            next = rest.hasNext() ? rest.next() : null;
        }

        List<ServiceInput.Slice> of(ServiceName service) {
            List<ServiceInput.Slice> own = new ArrayList<>();
            for (Entry<SliceKey, EndpointSlice> e = next; e != null; e = next) {
                int order = e.getKey().service().compareTo(service);
                if (order > 0) {
                    break;
                }
                if (order == 0) {
                    own.add(new ServiceInput.Slice(e.getKey().cluster(), e.getValue()));
                }
                advance();
            }
            return own;
        }
    }
}
