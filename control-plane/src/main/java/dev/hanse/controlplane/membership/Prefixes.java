// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.peers.Underlay;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import dev.hanse.net.address.RoutablePrefixes;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the prefixes of a cluster that joins and refuses those that cannot be its own. */
final class Prefixes {

    private Prefixes() {}

    static List<IpPrefix> parse(String field, List<String> texts) {
        if (texts.size() > RoutablePrefixes.MAX) {
            throw RefusedException.field(
                    field, texts.size() + " prefixes (expected: at most " + RoutablePrefixes.MAX + ")");
        }
        try {
            return RoutablePrefixes.requireAll(
                    texts.stream().map(IpPrefix::parse).toList());
        } catch (IllegalArgumentException e) {
            throw RefusedException.field(field, String.valueOf(e.getMessage()));
        }
    }

    /** Reads where the pod prefixes must lie of a cluster that joins with a token. They bound others and are no routes. */
    static AllowedPrefixes allowed(String field, List<String> texts) {
        if (texts.size() > RoutablePrefixes.MAX) {
            throw RefusedException.field(
                    field, texts.size() + " prefixes (expected: at most " + RoutablePrefixes.MAX + ")");
        }
        try {
            return new AllowedPrefixes(texts.stream().map(IpPrefix::parse).toList());
        } catch (IllegalArgumentException e) {
            throw RefusedException.field(field, String.valueOf(e.getMessage()));
        }
    }

    /** Refuses pod prefixes outside those that a token states. */
    static void requireAllowed(AllowedPrefixes allowed, ClusterId cluster, List<IpPrefix> prefixes) {
        allowed.firstOutside(prefixes).ifPresent(outside -> {
            throw new RefusedException(
                    Reason.PREFIX_NOT_ALLOWED,
                    "pod prefix " + outside + " of cluster " + cluster + " lies outside those that the token allows: "
                            + allowed.prefixes().stream()
                                    .map(IpPrefix::toString)
                                    .collect(Collectors.joining(", ")));
        });
    }

    /**
     * Refuses pod prefixes that have an address of others which gateways send to outside the tunnel, unless whoever made the token stated just them: what other programs send to such an address is led to the
     * cluster that has the prefix. Gateways that do not keep what they send there out of their tunnel leave the cluster out themselves; nobody else waits for them.
     */
    static void requireApart(Underlay underlay, ClusterMember cluster) {
        for (IpPrefix prefix : cluster.podPrefixes()) {
            if (!cluster.states(prefix)) {
                underlay.addressIn(cluster.id(), prefix).ifPresent(address -> {
                    throw new RefusedException(
                            Reason.PREFIX_OVERLAP,
                            "pod prefix " + prefix + " of cluster " + cluster.id() + " has " + address
                                    + " (expected: prefixes of pods only, or, where nodes and pods share a network, a"
                                    + " token that states just this one: hanse token create " + cluster.id()
                                    + " --allow-prefix " + prefix + ")");
                });
            }
        }
    }

    /** Refuses pod prefixes that share an address with those of another member: a packet could not know where to go. */
    static void requireDisjoint(ClusterId cluster, List<IpPrefix> prefixes, Collection<ClusterMember> members) {
        PrefixSet set = new PrefixSet(prefixes);
        for (ClusterMember member : members) {
            for (IpPrefix theirs : member.podPrefixes()) {
                set.overlapping(theirs).ifPresent(own -> {
                    throw new RefusedException(
                            Reason.PREFIX_OVERLAP,
                            "pod prefix " + own + " of cluster " + cluster + " overlaps pod prefix " + theirs
                                    + " of cluster " + member.id() + "; give one of them other addresses");
                });
            }
        }
    }
}
