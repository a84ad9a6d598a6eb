// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.PortName;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ports of an import as a Service may have them. Where several are, each needs a name; clusters that export the same service with and without a name make a union of both, so
 * that one is made up, for Service and slices alike: by protocol and number, so that it stays whatever other ports come and go, and never one that any port of the import has.
 */
final class PortNames {

    private final Map<PortName, WrittenPort> byName = new LinkedHashMap<>();

    PortNames(List<ServicePort> imported) {
        List<ServicePort> ports = KubernetesPorts.ofImport(imported).service();
        Set<String> taken = imported.stream().map(ServicePort::name).collect(Collectors.toCollection(HashSet::new));
        for (ServicePort port : ports) {
            String name = port.name().isEmpty() && ports.size() > 1 ? madeUp(port, taken) : port.name();
            byName.put(port.portName(), new WrittenPort(name, port.protocol().name(), port.port(), port.appProtocol()));
        }
    }

    private static String madeUp(ServicePort port, Set<String> taken) {
        String base = port.protocol().name().toLowerCase(Locale.ROOT) + "-" + port.port();
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    /** Those of the service. */
    List<WrittenPort> ofService() {
        return List.copyOf(byName.values());
    }

    /** Those of endpoints, under their own numbers and the service's names; what the service does not have is left out. */
    List<WrittenPort> ofEndpoints(List<ServicePort> ports) {
        List<WrittenPort> written = new ArrayList<>();
        for (ServicePort port : ports) {
            WrittenPort known = byName.get(port.portName());
            if (known != null) {
                written.add(new WrittenPort(known.name(), known.protocol(), port.port(), known.appProtocol()));
            }
        }
        return written;
    }
}
