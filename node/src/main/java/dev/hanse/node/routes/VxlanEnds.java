// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which gateways take a packet in VXLAN. Stateless. */
final class VxlanEnds {

    private VxlanEnds() {}

    /**
     * Each gateway once: at addresses of the packet's own family where there is one, else of the other, which carries it as well.
     *
     * @param hops addresses of gateways, of both families
     * @param ends how these take packets
     */
    static List<VxlanEnd> of(List<InetAddress> hops, boolean ipv4, Map<InetAddress, VxlanEnd> ends) {
        List<VxlanEnd> own = open(hops, ends, hop -> hop instanceof Inet4Address == ipv4);
        return own.isEmpty() ? open(hops, ends, _ -> true) : own;
    }

    private static List<VxlanEnd> open(
            List<InetAddress> hops, Map<InetAddress, VxlanEnd> ends, Predicate<InetAddress> family) {
        return hops.stream()
                .filter(family)
                .flatMap(hop -> Optional.ofNullable(ends.get(hop)).stream())
                .filter(VxlanEnd::isOpen)
                .distinct()
                .toList();
    }
}
