// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.PortName;
import dev.hanse.discovery.model.PortNumber;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServicePort;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ports of an import: those of all exports, each name and protocol once, under the number of the oldest export that has it (KEP-1645). At most {@link
 * #MAX_PORTS}, those of the oldest exports: an import is one message, and what a thousand clusters could put into it is not.
 */
final class PortUnion {

    /** More than twice what one export has. */
    static final int MAX_PORTS = 256;

    /** Where endpoints state no ports, those of their export are told of every slice: no more than a slice counts for in any case. */
    static final int MAX_UNSTATED = 16;

    private final KubernetesPorts ports;
    private final Map<PortName, ServicePort> byName;
    private final Map<PortNumber, ServicePort> byNumber = new HashMap<>();

    private PortUnion(Map<PortName, ServicePort> byName) {
        this.byName = byName;
        this.ports = KubernetesPorts.ofImport(List.copyOf(byName.values()));
        ports.service().forEach(port -> byNumber.put(port.number(), port));
    }

    /** The union over exports, oldest first. */
    static PortUnion of(List<Constituent> byPrecedence) {
        Map<PortName, ServicePort> byName = new LinkedHashMap<>();
        for (Constituent each : byPrecedence) {
            for (ServicePort port : each.export().ports()) {
                if (byName.size() < MAX_PORTS) {
                    byName.putIfAbsent(port.portName(), port);
                }
            }
        }
        return new PortUnion(byName);
    }

    /** That of an import, whatever exports it was made of. */
    static PortUnion of(ServiceImport imported) {
        Map<PortName, ServicePort> byName = new LinkedHashMap<>();
        imported.ports().forEach(port -> byName.put(port.portName(), port));
        return new PortUnion(byName);
    }

    /** The ports: those that a Kubernetes Service may have, then the others, in both those of the oldest export first. */
    List<ServicePort> ports() {
        return ports.all();
    }

    /** Under which names an export's ports stand in the union. */
    PortMapping mapping(ServiceExport export, boolean headless) {
        List<ServicePort> exported = export.ports().stream()
                .filter(port -> byName.containsKey(port.portName()))
                .toList();
        return new PortMapping(
                headless,
                export.ports().isEmpty(),
                exported.stream().map(ServicePort::portName).collect(Collectors.toSet()),
                exported.size() > MAX_UNSTATED
                        ? List.of()
                        : exported.stream().map(PortUnion::plain).toList(),
                alsoCalled(export),
                headless ? Set.of() : conflicting(exported));
    }

    /** Who asks for the number of the import must not reach a cluster that has another thing there (KEP-1645: only clusters that expose a port serve it). */
    private Set<PortName> conflicting(List<ServicePort> exported) {
        return exported.stream()
                .filter(port -> !port.number().equals(numberOf(port.portName())))
                .map(ServicePort::portName)
                .collect(Collectors.toSet());
    }

    private PortNumber numberOf(PortName name) {
        return Objects.requireNonNull(byName.get(name)).number();
    }

    private static ServicePort plain(ServicePort port) {
        return ServicePort.of(port.name(), port.protocol(), port.port());
    }

    /**
     * Ports whose number an older export calls otherwise: who asks for that name is sent to the number (KEP-1645 merges by it), and so to this cluster too, unless it
     * has a port of that name itself.
     */
    private Map<PortName, PortName> alsoCalled(ServiceExport export) {
        Map<PortName, PortName> others = new HashMap<>();
        for (ServicePort port : export.ports()) {
            ServicePort shared = byNumber.get(port.number());
            if (shared != null && isNotOf(export, shared.portName())) {
                others.putIfAbsent(port.portName(), shared.portName());
            }
        }
        return others;
    }

    private static boolean isNotOf(ServiceExport export, PortName name) {
        return export.ports().stream().noneMatch(port -> port.portName().equals(name));
    }
}
