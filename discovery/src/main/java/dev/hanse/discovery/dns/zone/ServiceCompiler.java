// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.PortName;
import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.time.RepeatLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the nodes of one service: the names and records of KEP-1645's DNS specification 1.0.0. Owned by one thread.
 */
final class ServiceCompiler {

    private final WireName services;
    private final boolean clusterQualifiedNames;
    private final int addressesPerAnswer;
    private final OriginNumbers numbers;
    private final Logger log;

    /** Another cluster may have a fault in each of its services. */
    private final RepeatLimit<String> lines = new RepeatLimit<>(System::nanoTime);

    private final AddressRecords addresses = new AddressRecords();
    private final Complaints complaints = new Complaints(this::tell);

    /**
     * With the configuration of the zone.
     *
     * @param services the name that namespaces are below, {@code svc.clusterset.local}
     * @param clusterQualifiedNames whether {@code cluster.service.namespace.svc.zone} has addresses
     * @param addressesPerAnswer of a ClusterSetIP service, at most
     * @param numbers under which answers are counted
     */
    ServiceCompiler(WireName services, boolean clusterQualifiedNames, int addressesPerAnswer, OriginNumbers numbers) {
        this(
                services,
                clusterQualifiedNames,
                addressesPerAnswer,
                numbers,
                LoggerFactory.getLogger(ServiceCompiler.class));
    }

    ServiceCompiler(
            WireName services,
            boolean clusterQualifiedNames,
            int addressesPerAnswer,
            OriginNumbers numbers,
            Logger log) {
        this.log = log;
        this.services = services;
        this.numbers = numbers;
        this.clusterQualifiedNames = clusterQualifiedNames;
        this.addressesPerAnswer = addressesPerAnswer;
    }

    /**
     * The nodes as the cluster {@code local} sees them; none for a headless service without ready endpoints
     * (NXDOMAIN).
     */
    Collection<Node> compile(ServiceInput input, ClusterId local) {
        try {
            return nodes(input, local);
        } finally {
            addresses.end();
        }
    }

    private Collection<Node> nodes(ServiceInput input, ClusterId local) {
        ServiceName service = input.imported().name();
        WireName name = services.child(service.namespace()).child(service.name());
        ServiceWork work = new ServiceWork(
                input, input.backends(), name, input.panics(), numbers, addresses, complaints, new NodeSet());
        if (input.imported().type() == ServiceType.HEADLESS) {
            headless(work);
        } else {
            clusterSetIp(work, new BackendChoice(local));
        }
        complaints.end(service);
        return work.nodes().nodes();
    }

    private void tell(ServiceName service, String what) {
        lines.tell(service + ": " + what).ifPresent(untold -> log.warn("{}: {}{}", service, what, untold));
    }

    private void clusterSetIp(ServiceWork work, BackendChoice choice) {
        Selection selection = selection(work.input());
        work.input()
                .own()
                .ifPresentOrElse(
                        own -> new OwnAddress(work, choice, selection, own).compile(),
                        () -> endpoints(work, choice, selection));
        if (clusterQualifiedNames) {
            clusterNodes(work, addressesPerAnswer);
        }
    }

    private void endpoints(ServiceWork work, BackendChoice choice, Selection selection) {
        List<Backends> backends = work.backends();
        List<Backends> chosen = choice.choose(selection, backends);
        Origins origins = work.origins(chosen);
        Addresses addresses = work.addresses().weighted(chosen, order(work.input()), origins, addressesPerAnswer);
        SharedPorts ports = new SharedPorts(work, choice, selection, backends, chosen, addresses);
        List<ServiceRecords.Target> targets = new ArrayList<>();
        work.input().imported().ports().forEach(port -> ports.add(port, targets));
        work.put(work.name(), addresses, targets, origins);
    }

    private void headless(ServiceWork work) {
        List<Backends> backends = work.backends();
        if (backends.isEmpty()) {
            return;
        }
        List<ServiceRecords.Target> targets = new EndpointNames(work, backends).allTargets();
        Origins origins = work.origins(backends);
        work.put(work.name(), work.addresses().all(backends, RrSet.Order.ROTATING, origins), targets, origins);
        Map<PortName, List<ServiceRecords.Target>> byPort = new LinkedHashMap<>();
        targets.forEach(target -> byPort.computeIfAbsent(target.port().portName(), _ -> new ArrayList<>())
                .add(target));
        byPort.values().forEach(ofPort -> work.portNode(ofPort.getFirst().port(), ofPort, origins));
        if (clusterQualifiedNames) {
            clusterNodes(work, Integer.MAX_VALUE);
        }
    }

    private static void clusterNodes(ServiceWork work, int most) {
        Map<ClusterId, List<Backends>> byCluster = new LinkedHashMap<>();
        work.backends()
                .forEach(b -> byCluster
                        .computeIfAbsent(b.cluster(), k -> new ArrayList<>())
                        .add(b));
        byCluster.forEach((cluster, backends) -> {
            Origins origins = work.origins(backends);
            Addresses addresses = work.addresses().some(backends, RrSet.Order.ROTATING, origins, most);
            work.nodes()
                    .below(work.name(), cluster.labels().reversed())
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
}
