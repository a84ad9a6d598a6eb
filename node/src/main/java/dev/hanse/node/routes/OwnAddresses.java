// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Under which addresses a node's own processes speak to other clusters, which accept none but those of pods: the lowest of the node's addresses in the prefixes of pods, one of each family. It is that of the
 * bridge or device which the cluster's network gave the node, and answers to it come back as those to pods do. Stateless.
 */
final class OwnAddresses {

    private static final Comparator<InetAddress> ORDER =
            Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned);

    private OwnAddresses() {}

    static Set<InetAddress> among(Set<InetAddress> local, Set<IpPrefix> pods) {
        Set<InetAddress> own = new HashSet<>();
        for (boolean ipv4 : List.of(true, false)) {
            of(ipv4, local, pods).ifPresent(own::add);
        }
        return own;
    }

    static Optional<InetAddress> of(boolean ipv4, Set<InetAddress> local, Set<IpPrefix> pods) {
        return local.stream()
                .filter(each -> each instanceof Inet4Address == ipv4)
                .filter(each -> pods.stream().anyMatch(prefix -> prefix.contains(each)))
                .min(ORDER);
    }
}
