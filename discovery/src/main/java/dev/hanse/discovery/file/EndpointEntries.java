// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.AddressLabel;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The endpoints of one service in the file. */
final class EndpointEntries {

    private static final int MAX_ENDPOINTS = 10_000;

    private EndpointEntries() {}

    /** The list must be there, though it may be empty: an entry cut off before it would withdraw all endpoints. */
    static List<FileEndpoint> read(YamlMapping service, List<ServicePort> ports) {
        List<YamlMapping> entries = service.requiredMappings("endpoints");
        if (entries.size() > MAX_ENDPOINTS) {
            throw service.error("endpoints", entries.size() + " entries", "expected: at most " + MAX_ENDPOINTS);
        }
        Set<Object> taken = new HashSet<>();
        List<FileEndpoint> endpoints = new ArrayList<>();
        for (YamlMapping entry : entries) {
            FileEndpoint endpoint = new FileEndpoint(endpoint(entry), PortEntries.ofEndpoint(entry, ports));
            if (!taken.add(List.of(endpoint.endpoint().address(), endpoint.ports()))) {
                throw entry.error(
                        "address", "stands here twice", "expected: each address and its ports once in a service");
            }
            endpoints.add(endpoint);
        }
        return endpoints;
    }

    private static Endpoint endpoint(YamlMapping entry) {
        return new Endpoint(
                entry.value("address", IpLiteral::parse),
                entry.optionalValue("hostname", EndpointEntries::hostname).orElse(""),
                entry.flag("ready", true),
                entry.number("weight", 0, Endpoint.MAX_WEIGHT, 1));
    }

    private static String hostname(String text) {
        if (AddressLabel.isOne(text)) {
            throw new IllegalArgumentException("endpoint hostname: \"" + text
                    + "\" is what an endpoint at that address is called (expected: another one, or none)");
        }
        return DnsLabel.require("endpoint hostname", text);
    }
}
