// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.util.List;
import java.util.Map;

/**
 * A table of a packet filter.
 *
 * @param family {@code ip}, {@code ip6} or {@code inet}
 * @param tool whose commands change it
 * @param chains by name
 * @param forward base chains at the hook for what is forwarded
 */
record Table(String family, String name, Tool tool, Map<String, List<Rule>> chains, List<Base> forward) {

    /** Whose it is. */
    enum Tool {
        IPTABLES,
        NFTABLES
    }

    /** A base chain. */
    record Base(String chain, boolean drops) {}

    boolean carries(boolean v6) {
        return family.equals("inet") || family.equals(v6 ? "ip6" : "ip");
    }

    @Override
    public String toString() {
        return family + " " + name;
    }
}
