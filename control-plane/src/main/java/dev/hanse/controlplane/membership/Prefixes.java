// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

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

    /** Refuses pod prefixes that have an address which gateways send to outside the tunnel. */
    static void requireOutside(Underlay underlay, ClusterId cluster, List<IpPrefix> prefixes) {
        for (IpPrefix prefix : prefixes) {
            underlay.addressIn(prefix).ifPresent(address -> {
                throw new RefusedException(
                        Reason.PREFIX_OVERLAP,
                        "pod prefix " + prefix + " of cluster " + cluster + " has " + address
                                + " (expected: prefixes of pods only, without addresses that gateways send to"
                                + " outside the tunnel)");
            });
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
