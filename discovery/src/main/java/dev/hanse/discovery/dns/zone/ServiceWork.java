// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The service that is being compiled, and the nodes that come of it.
 *
 * @param input what it is made from
 * @param backends of the input, found once
 * @param name of the service
 * @param panic whether none of its endpoints can be reached
 * @param numbers under which answers are counted
 * @param addresses makes records of them
 * @param complaints about the service
 * @param nodes made so far
 */
record ServiceWork(
        ServiceInput input,
        List<Backends> backends,
        WireName name,
        boolean panic,
        OriginNumbers numbers,
        AddressRecords addresses,
        Complaints complaints,
        NodeSet nodes) {

    Origins origins(List<Backends> backends) {
        return Origins.of(numbers, input.imported().name(), backends);
    }

    Origins origins(ClusterId cluster) {
        return Origins.of(numbers, input.imported().name(), cluster);
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
        nodes.below(name, List.of(protocol, "_" + port.name()))
                .ifPresentOrElse(
                        n -> put(n, Addresses.NONE, targets, origins),
                        () -> complaints.add("port " + port.name() + " has no SRV records, its name is too long"));
    }

    /** {@code label.cluster.service…}, with the labels of the cluster, the one next to the service first. */
    Optional<WireName> endpointName(ClusterId cluster, List<String> clusterLabels, String label) {
        List<String> labels = new ArrayList<>(clusterLabels.size() + 1);
        labels.addAll(clusterLabels);
        labels.add(label);
        Optional<WireName> endpoint = nodes.below(name, labels);
        if (endpoint.isEmpty()) {
            complaints.add("endpoints in " + cluster + " have no name of their own, it would be over 255 octets");
        }
        return endpoint;
    }
}
