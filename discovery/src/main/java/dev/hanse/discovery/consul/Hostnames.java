// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hostnames of one service's endpoints: no two addresses share one. Which name an instance has depends on others only where they have the same id, so that
 * names stay while instances come and go. Without one, an endpoint is named after its address.
 */
final class Hostnames {

    private final Map<String, Set<InetAddress>> byId = new HashMap<>();
    private final Map<String, Set<InetAddress>> byIdAndNode = new HashMap<>();

    Hostnames(List<ExportedInstance> instances) {
        for (ExportedInstance each : instances) {
            claim(byId, each.name().ofId(), each.address());
            claim(byIdAndNode, each.name().ofIdAndNode(), each.address());
        }
    }

    private static void claim(Map<String, Set<InetAddress>> claims, String name, InetAddress address) {
        claims.computeIfAbsent(name, _ -> new HashSet<>()).add(address);
    }

    /** Empty: none. */
    String of(ExportedInstance instance) {
        String id = instance.name().ofId();
        String idAndNode = instance.name().ofIdAndNode();
        if (!id.isEmpty() && isOfOne(byId, id)) {
            return id;
        }
        return isOfOne(byIdAndNode, idAndNode) && !byId.containsKey(idAndNode) ? idAndNode : "";
    }

    private static boolean isOfOne(Map<String, Set<InetAddress>> claims, String name) {
        return claims.getOrDefault(name, Set.of()).size() == 1;
    }
}
