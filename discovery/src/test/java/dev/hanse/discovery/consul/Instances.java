// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.HashMap;
import java.util.Map;

/** Instances with good defaults: exported as {@code shop/web}, TCP port 80 called {@code http}, passing. */
final class Instances {

    /** Of the node of all instances. */
    static final String NODE_ID = "4d0c-1";

    private Instances() {}

    static ConsulInstance web(String id, String address) {
        return of("web", id, address, 80, Map.of());
    }

    /** @param meta added to the defaults; an empty value removes a default */
    static ConsulInstance of(String service, String id, String address, int port, Map<String, String> meta) {
        Map<String, String> all = new HashMap<>(
                Map.of("clusterset-export", "true", "clusterset-namespace", "shop", "clusterset-port-name", "http"));
        all.putAll(meta);
        all.values().removeIf(String::isEmpty);
        return new ConsulInstance(service, "node-1", NODE_ID, id, address, port, all, true);
    }

    static ConsulInstance on(String node, ConsulInstance of) {
        return new ConsulInstance(
                of.service(), node, "id of " + node, of.id(), of.address(), of.port(), of.meta(), of.passing());
    }

    static ConsulInstance failing(ConsulInstance of) {
        return new ConsulInstance(
                of.service(), of.node(), of.nodeId(), of.id(), of.address(), of.port(), of.meta(), false);
    }
}
