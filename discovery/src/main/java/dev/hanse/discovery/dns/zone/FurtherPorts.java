// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.List;

/** Where the SRV records of ports lead that a service's own address does not have: to each endpoint that listens on them, by its own name and with its own number. */
final class FurtherPorts {

    private final ServiceWork work;
    private final BackendChoice choice;
    private final Selection selection;
    private final List<Backends> backends;
    private final EndpointNames names;

    FurtherPorts(ServiceWork work, BackendChoice choice, Selection selection) {
        this.work = work;
        this.choice = choice;
        this.selection = selection;
        this.backends = work.backends();
        this.names = new EndpointNames(work, backends);
    }

    /** Adds the SRV records of one port to {@code all}, and to its own name. */
    void add(ServicePort port, List<ServiceRecords.Target> all) {
        List<Backends> having = choice.choose(selection, having(port));
        List<ServiceRecords.Target> targets = new ArrayList<>();
        Backends.each(having).forEach(each -> names.addTargets(each, targets));
        all.addAll(targets);
        work.portNode(port, targets, work.origins(having));
    }

    private List<Backends> having(ServicePort port) {
        List<Backends> having = new ArrayList<>();
        for (Backends each : backends) {
            for (ServicePort own : each.ports()) {
                if (own.portName().equals(port.portName())) {
                    having.add(each.on(own));
                }
            }
        }
        return having;
    }
}
