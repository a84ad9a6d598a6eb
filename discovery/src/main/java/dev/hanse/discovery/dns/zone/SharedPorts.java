// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.PortName;
import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the SRV records of a ClusterSetIP service lead. Where all addresses that are answered listen on one number, to the name of the service (KEP-1645); else to each
 * endpoint that has the port, by its own name and with its own number: the name of the service has addresses of all.
 */
final class SharedPorts {

    private final ServiceWork work;
    private final BackendChoice choice;
    private final Selection selection;
    private final List<Backends> chosen;
    private final Addresses addresses;
    private final boolean same;
    private final Map<PortName, List<Backends>> listening = new HashMap<>();
    private final EndpointNames names;

    /**
     * With what the name of the service stands for.
     *
     * @param chosen the endpoints that are answered
     * @param addresses theirs
     */
    SharedPorts(
            ServiceWork work,
            BackendChoice choice,
            Selection selection,
            List<Backends> backends,
            List<Backends> chosen,
            Addresses addresses) {
        this.work = work;
        this.choice = choice;
        this.selection = selection;
        this.chosen = chosen;
        this.addresses = addresses;
        this.same = listenAlike(backends);
        this.names = new EndpointNames(work, same ? List.of() : backends);
        if (!same) {
            backends.forEach(this::index);
        }
    }

    /** Nearly all services: without an index for each, a start is shorter. */
    private static boolean listenAlike(List<Backends> backends) {
        List<ServicePort> before =
                backends.isEmpty() ? List.of() : backends.getFirst().ports();
        for (Backends each : backends) {
            if (each.ports() != before && !each.ports().equals(before)) {
                return false;
            }
            before = each.ports();
        }
        return true;
    }

    private void index(Backends backends) {
        for (ServicePort port : backends.ports()) {
            listening.computeIfAbsent(port.portName(), _ -> new ArrayList<>()).add(backends.on(port));
        }
    }

    /** Adds the SRV records of one port to {@code all}, and to its own name; a port that nobody has at the moment keeps its name. */
    void add(ServicePort port, List<ServiceRecords.Target> all) {
        if (same) {
            List<ServiceRecords.Target> targets = chosen.isEmpty()
                    ? List.of()
                    : ofService(port, chosen.getFirst().ports());
            put(port, targets, chosen, all);
        } else {
            List<Backends> having = choice.choose(selection, listening.getOrDefault(port.portName(), List.of()));
            put(port, targets(port, having), having.isEmpty() ? chosen : having, all);
        }
    }

    private void put(
            ServicePort port,
            List<ServiceRecords.Target> targets,
            List<Backends> backends,
            List<ServiceRecords.Target> all) {
        all.addAll(targets);
        work.portNode(port, targets, work.origins(backends));
    }

    private List<ServiceRecords.Target> ofService(ServicePort port, List<ServicePort> listening) {
        for (ServicePort each : listening) {
            if (each.portName().equals(port.portName())) {
                return List.of(new ServiceRecords.Target(
                        each, work.name(), addresses, 1, work.origins(chosen).cluster()));
            }
        }
        return List.of();
    }

    /** @param having the port alone, by the number on which they listen */
    private List<ServiceRecords.Target> targets(ServicePort port, List<Backends> having) {
        if (areTheChosenOnOneNumber(having)) {
            return ofService(port, having.getFirst().ports());
        }
        List<ServiceRecords.Target> targets = new ArrayList<>();
        Backends.each(having).forEach(each -> names.addTargets(each, targets));
        return targets;
    }

    /** Whether each address that the name of the service stands for listens on the one number: an address may be several endpoints. */
    private boolean areTheChosenOnOneNumber(List<Backends> having) {
        int number = having.isEmpty() ? 0 : having.getFirst().ports().getFirst().port();
        return !having.isEmpty()
                && Filter.fitsAll(having, each -> each.ports().getFirst().port() == number)
                && work.addresses().areSame(having, chosen);
    }
}
