// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where names lead to: every address of a name is a gateway. While a name does not resolve, it leads where it led before. One thread, which blocks. */
public final class GatewayNames {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayNames.class);

    private final List<InetSocketAddress> configured;
    private final Map<String, List<InetAddress>> known = new HashMap<>();
    private final Map<String, String> troubles = new HashMap<>();

    /** @param configured literal addresses, and names that are not resolved */
    public GatewayNames(List<InetSocketAddress> configured) {
        this.configured = List.copyOf(configured);
    }

    /** Asks for all. */
    public List<InetSocketAddress> resolve() {
        List<InetSocketAddress> found = new ArrayList<>();
        for (InetSocketAddress each : configured) {
            List<InetAddress> addresses = each.isUnresolved() ? ask(each.getHostString()) : List.of(each.getAddress());
            addresses.forEach(address -> found.add(new InetSocketAddress(address, each.getPort())));
        }
        return found;
    }

    private List<InetAddress> ask(String name) {
        try {
            known.put(name, List.of(InetAddress.getAllByName(name)));
            troubles.remove(name);
        } catch (UnknownHostException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(troubles.put(name, trouble))) {
                LOG.warn(
                        "gateways: {} does not resolve: {} (expected: a name with an address of each gateway); {}",
                        name,
                        trouble,
                        known.containsKey(name) ? "those of before are kept" : "it is asked for again every 10 s");
            }
        }
        return known.getOrDefault(name, List.of());
    }
}
