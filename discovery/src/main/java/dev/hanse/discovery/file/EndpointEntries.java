// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.yaml.YamlMapping;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The endpoints of one service in the file. */
final class EndpointEntries {

    private static final int MAX_ENDPOINTS = 10_000;

    private EndpointEntries() {}

    /** The list must be there, though it may be empty: an entry cut off before it would withdraw all endpoints. */
    static List<Endpoint> read(YamlMapping service) {
        List<YamlMapping> entries = service.requiredMappings("endpoints");
        if (entries.size() > MAX_ENDPOINTS) {
            throw service.error("endpoints", entries.size() + " entries", "expected: at most " + MAX_ENDPOINTS);
        }
        Set<InetAddress> addresses = new HashSet<>();
        List<Endpoint> endpoints = new ArrayList<>();
        for (YamlMapping entry : entries) {
            Endpoint endpoint = endpoint(entry);
            if (!addresses.add(endpoint.address())) {
                throw entry.error("address", "stands here twice", "expected: each address once in a service");
            }
            endpoints.add(endpoint);
        }
        return endpoints;
    }

    private static Endpoint endpoint(YamlMapping entry) {
        return new Endpoint(
                entry.value("address", IpLiteral::parse),
                entry.optionalValue("hostname", text -> DnsLabel.require("endpoint hostname", text))
                        .orElse(""),
                entry.flag("ready", true),
                entry.number("weight", 0, Endpoint.MAX_WEIGHT, 1));
    }
}
