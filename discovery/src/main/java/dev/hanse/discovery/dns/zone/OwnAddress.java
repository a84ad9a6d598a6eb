// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.PortName;
import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of a ClusterSetIP service that has an address of its own in this cluster: they lead there, and SRV to the service's ports. Which endpoint is taken is not for DNS to
 * say. Before there is an address they lead nowhere: endpoints may listen on other ports.
 */
final class OwnAddress {

    private final ServiceWork work;
    private final BackendChoice choice;
    private final Selection selection;
    private final ServiceAddress address;
    private final Addresses records;
    private final Origins origins;
    private final List<ServiceRecords.Target> targets = new ArrayList<>();

    OwnAddress(ServiceWork work, BackendChoice choice, Selection selection, ServiceAddress address) {
        this.work = work;
        this.choice = choice;
        this.selection = selection;
        this.address = address;
        // No cluster's endpoint is named: whose it is that answers is decided elsewhere.
        this.origins = work.origins(List.of());
        this.records = AddressRecords.own(address.ips());
    }

    void compile() {
        Set<PortName> answered = new HashSet<>();
        for (ServicePort port : address.ports()) {
            answered.add(port.portName());
            List<ServiceRecords.Target> target = address.ips().isEmpty()
                    ? List.of()
                    : List.of(new ServiceRecords.Target(port, work.name(), records, 1, null));
            targets.addAll(target);
            work.portNode(port, target, origins);
        }
        otherPorts(answered);
        work.put(work.name(), records, targets, origins);
    }

    /** Those that the address is to have, and does not have yet, keep their names. */
    private void otherPorts(Set<PortName> answered) {
        KubernetesPorts ports = KubernetesPorts.ofImport(work.input().imported().ports());
        ports.service().stream()
                .filter(port -> !answered.contains(port.portName()))
                .forEach(port -> work.portNode(port, List.of(), origins));
        if (!ports.further().isEmpty()) {
            FurtherPorts further = new FurtherPorts(work, choice, selection);
            ports.further().stream()
                    .filter(port -> !answered.contains(port.portName()))
                    .forEach(port -> further.add(port, targets));
        }
    }
}
