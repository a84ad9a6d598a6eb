// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the API server gave a Service.
 *
 * @param ips its addresses; none: it is headless
 * @param families its families, the primary one first, which stays as long as the Service does
 */
record ServiceAddresses(List<String> ips, List<String> families) {

    static final ServiceAddresses NONE = new ServiceAddresses(List.of(), List.of());

    ServiceAddresses {
        ips = List.copyOf(ips);
        families = List.copyOf(families);
    }

    static ServiceAddresses of(JsonNode service) {
        JsonNode spec = service.path("spec");
        return new ServiceAddresses(
                texts(spec.path("clusterIPs")).stream()
                        .filter(ip -> !ip.equals("None"))
                        .toList(),
                texts(spec.path("ipFamilies")));
    }

    /** Where clients of the service go; null: nowhere yet. */
    @Nullable
    ServiceAddress toClients(WrittenService service) {
        return ips.isEmpty()
                ? null
                : new ServiceAddress(
                        ips.stream().map(InetAddress::ofLiteral).toList(),
                        service.ports().stream()
                                .map(WrittenPort::toModel)
                                .flatMap(Optional::stream)
                                .toList());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }
}
