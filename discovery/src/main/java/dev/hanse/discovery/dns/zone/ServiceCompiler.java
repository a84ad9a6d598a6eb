// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.time.RepeatLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the nodes of one service: the names and records of KEP-1645's DNS specification 1.0.0. Owned by one thread.
 */
final class ServiceCompiler {

    private final WireName services;
    private final boolean clusterQualifiedNames;
    private final OriginNumbers numbers;
    private final Logger log;

    /** Another cluster may have a fault in each of its services. */
    private final RepeatLimit<String> lines = new RepeatLimit<>(System::nanoTime);

    private final Complaints complaints = new Complaints(this::tell);

    /**
     * With the configuration of the zone.
     *
     * @param services the name that namespaces are below, {@code svc.clusterset.local}
     * @param clusterQualifiedNames whether {@code cluster.service.namespace.svc.zone} has addresses
     * @param numbers under which answers are counted
     */
    ServiceCompiler(WireName services, boolean clusterQualifiedNames, OriginNumbers numbers) {
        this(services, clusterQualifiedNames, numbers, LoggerFactory.getLogger(ServiceCompiler.class));
    }

    ServiceCompiler(WireName services, boolean clusterQualifiedNames, OriginNumbers numbers, Logger log) {
        this.log = log;
        this.services = services;
        this.numbers = numbers;
        this.clusterQualifiedNames = clusterQualifiedNames;
    }

    /**
     * The nodes as the cluster {@code local} sees them; none for a headless service without ready endpoints
     * (NXDOMAIN).
     */
    Collection<Node> compile(ServiceInput input, ClusterId local) {
        ServiceName service = input.imported().name();
        WireName name = services.child(service.namespace()).child(service.name());
        Work work = new Work(input, name, input.panics(), numbers, complaints, new NodeSet());
        if (input.imported().type() == ServiceType.HEADLESS) {
            headless(work);
        } else {
            clusterSetIp(work, new BackendChoice(local));
        }
        complaints.end(service);
        return work.nodes.nodes();
    }

    private void tell(ServiceName service, String what) {
        lines.tell(service + ": " + what).ifPresent(untold -> log.warn("{}: {}{}", service, what, untold));
    }

    private void clusterSetIp(Work work, BackendChoice choice) {
        List<Backend> chosen = choice.choose(selection(work.input), work.input.backends());
        Origins origins = work.origins(chosen);
        Addresses addresses = AddressRecords.weighted(chosen, order(work.input), origins);
        List<ServicePort> ports = work.input.imported().ports();
        List<ServiceRecords.Target> targets = new ArrayList<>(ports.size());
        if (!chosen.isEmpty()) {
            ports.forEach(
                    port -> targets.add(new ServiceRecords.Target(port, work.name, addresses, 1, origins.cluster())));
        }
        work.put(work.name, addresses, targets, origins);
        ports.forEach(port -> work.portNode(port, targets, origins));
        if (clusterQualifiedNames) {
            clusterNodes(work);
        }
    }

    private void headless(Work work) {
        List<Backend> backends = work.input.backends();
        if (backends.isEmpty()) {
            return;
        }
        Map<WireName, List<Backend>> byName = new LinkedHashMap<>();
        backends.forEach(b -> work.endpointName(b)
                .ifPresent(
                        n -> byName.computeIfAbsent(n, k -> new ArrayList<>()).add(b)));
        List<ServiceRecords.Target> targets = new ArrayList<>();
        byName.forEach((name, sharing) -> {
            Origins origins = work.origins(sharing);
            Addresses addresses = AddressRecords.all(sharing, RrSet.Order.ROTATING, origins);
            work.put(name, addresses, List.of(), origins);
            sharing.forEach(b -> b.ports()
                    .forEach(port -> targets.add(new ServiceRecords.Target(
                            port, name, addresses, b.endpoint().weight(), b.cluster()))));
        });
        Origins origins = work.origins(backends);
        work.put(work.name, AddressRecords.all(backends, RrSet.Order.ROTATING, origins), targets, origins);
        targets.stream()
                .map(ServiceRecords.Target::port)
                .distinct()
                .forEach(port -> work.portNode(port, targets, origins));
        if (clusterQualifiedNames) {
            clusterNodes(work);
        }
    }

    private static void clusterNodes(Work work) {
        Map<ClusterId, List<Backend>> byCluster = new LinkedHashMap<>();
        work.input
                .backends()
                .forEach(b -> byCluster
                        .computeIfAbsent(b.cluster(), k -> new ArrayList<>())
                        .add(b));
        byCluster.forEach((cluster, backends) -> {
            Origins origins = work.origins(backends);
            Addresses addresses = AddressRecords.all(backends, RrSet.Order.ROTATING, origins);
            work.nodes
                    .below(work.name, cluster.labels().reversed())
                    .ifPresent(n -> work.put(n, addresses, List.of(), origins));
        });
    }

    private static RrSet.Order order(ServiceInput input) {
        return input.imported().traits().sessionAffinity() == SessionAffinity.CLIENT_IP
                ? RrSet.Order.BY_CLIENT
                : RrSet.Order.ROTATING;
    }

    private Selection selection(ServiceInput input) {
        String text = input.imported().traits().annotations().get(Selection.ANNOTATION);
        if (text == null) {
            return Selection.DEFAULT;
        }
        try {
            return Selection.parse(text);
        } catch (IllegalArgumentException e) {
            complaints.add("annotation " + Selection.ANNOTATION + ": " + e.getMessage() + "; local-first is used");
            return Selection.DEFAULT;
        }
    }

    /** The service that is being compiled. */
    private record Work(
            ServiceInput input,
            WireName name,
            boolean panic,
            OriginNumbers numbers,
            Complaints complaints,
            NodeSet nodes) {

        Origins origins(List<Backend> backends) {
            return Origins.of(numbers, input.imported().name(), backends);
        }

        void put(WireName owner, Addresses addresses, List<ServiceRecords.Target> targets, Origins origins) {
            RrSet services = ServiceRecords.of(targets, origins);
            nodes.put(owner, new Node(owner, addresses, services, false, panic, origins.own()));
        }

        /** {@code _port._proto.service…}, for named ports only. */
        void portNode(ServicePort port, List<ServiceRecords.Target> targets, Origins origins) {
            if (port.name().isEmpty()) {
                return;
            }
            String protocol = "_" + port.protocol().name().toLowerCase(Locale.ROOT);
            List<ServiceRecords.Target> ofPort = Filter.of(
                    targets,
                    t -> t.port().name().equals(port.name()) && t.port().protocol() == port.protocol());
            nodes.below(name, List.of(protocol, "_" + port.name()))
                    .ifPresentOrElse(
                            n -> put(n, Addresses.NONE, ofPort, origins),
                            () -> complaints.add("port " + port.name() + " has no SRV records, its name is too long"));
        }

        /** {@code hostname.cluster.service…}. */
        Optional<WireName> endpointName(Backend backend) {
            List<String> labels = new ArrayList<>(backend.cluster().labels().reversed());
            labels.add(DashedAddress.label(backend.endpoint()));
            Optional<WireName> endpoint = nodes.below(name, labels);
            if (endpoint.isEmpty()) {
                complaints.add("endpoints in " + backend.cluster()
                        + " have no name of their own, it would be over 255 octets");
            }
            return endpoint;
        }
    }
}
