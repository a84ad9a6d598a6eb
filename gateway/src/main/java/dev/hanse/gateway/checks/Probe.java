// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet6Address;
import java.util.List;

/**
 * The packet that rules are asked about: the first of a TCP connection between a pod here and one of another cluster.
 *
 * @param device the tunnel's
 * @param inbound whether it comes out of the tunnel; else it goes into it
 * @param v6 whether it is IPv6
 * @param pods prefixes of the pods here, of both families
 * @param state as connection tracking says: {@code new}, {@code invalid} for one from the middle of a connection that this
 *     host has not seen begin, or {@code untracked}
 */
record Probe(String device, boolean inbound, boolean v6, List<IpPrefix> pods, String state) {

    static final String NEW = "new";
    static final String INVALID = "invalid";
    static final String UNTRACKED = "untracked";

    /** Takes the pods of the packet's own family. */
    Probe {
        pods = pods.stream()
                .filter(prefix -> prefix.address() instanceof Inet6Address == v6)
                .toList();
    }

    /** Whether there are pods of this family. */
    boolean isSent() {
        return !pods.isEmpty();
    }

    String way() {
        return inbound ? "from " + device + " to pods" : "from pods to " + device;
    }
}
