// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ports of an import: those of all exports, with each name and each pair of protocol and number once. Where two clash, the older export keeps
 * its port and the younger one's is left out (KEP-1645). At most {@link #MAX_PORTS}, those of the oldest exports: an import is one message, and what a
 * thousand clusters could put into it is not.
 */
final class PortUnion {

    /** More than twice what one export has. */
    static final int MAX_PORTS = 256;

    private final List<ServicePort> ports = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Number, ServicePort> byNumber = new HashMap<>();

    /** What a packet shows of a port. */
    private record Number(Protocol protocol, int port) {
        static Number of(ServicePort port) {
            return new Number(port.protocol(), port.port());
        }
    }

    private PortUnion() {}

    /** The union over exports, oldest first. */
    static PortUnion of(List<Constituent> byPrecedence) {
        PortUnion union = new PortUnion();
        byPrecedence.forEach(each -> each.export().ports().forEach(union::add));
        return union;
    }

    private void add(ServicePort port) {
        boolean room = ports.size() < MAX_PORTS;
        if (room && !names.contains(port.name()) && byNumber.putIfAbsent(Number.of(port), port) == null) {
            names.add(port.name());
            ports.add(port);
        }
    }

    /** The ports, those of the oldest export first. */
    List<ServicePort> ports() {
        return ports;
    }

    /** Which of an export's ports stand in the union, perhaps under the name that an older export gave them. */
    PortMapping mapping(ServiceExport export) {
        Map<String, ServicePort> imported = new HashMap<>();
        for (ServicePort port : export.ports()) {
            ServicePort shared = byNumber.get(Number.of(port));
            if (shared != null) {
                imported.putIfAbsent(port.name(), shared);
            }
        }
        return new PortMapping(export.ports().isEmpty(), imported);
    }
}
