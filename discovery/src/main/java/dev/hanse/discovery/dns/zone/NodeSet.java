// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.WireName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the nodes of one service together with the empty non-terminals between them. */
final class NodeSet {

    private final Map<WireName, Node> nodes = new LinkedHashMap<>();

    /**
     * The name below {@code from} with these labels, the one next to {@code from} first; names in between become
     * nodes. Empty if a label or the name would be too long.
     */
    Optional<WireName> below(WireName from, List<String> labels) {
        if (!fits(from, labels)) {
            return Optional.empty();
        }
        WireName name = from;
        for (String label : labels) {
            if (!nodes.containsKey(name)) {
                nodes.put(name, Node.empty(name));
            }
            name = name.child(label);
        }
        return Optional.of(name);
    }

    private static boolean fits(WireName from, List<String> labels) {
        int octets = from.length();
        for (String label : labels) {
            octets += label.length() + 1;
            if (!from.fits(label.length())) {
                return false;
            }
        }
        return octets <= WireName.MAX_OCTETS;
    }

    /** Adds the node of this name; replaces an empty non-terminal. */
    void put(WireName name, Node node) {
        nodes.put(name, node);
    }

    Collection<Node> nodes() {
        return nodes.values();
    }
}
