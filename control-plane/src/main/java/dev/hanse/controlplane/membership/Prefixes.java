// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.ForbiddenAddresses;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads the prefixes of a cluster that joins and refuses those that cannot be its own. */
final class Prefixes {

    private static final int MAX = 64;

    /** A shorter prefix is more of the address space than one cluster has; it would take it from all others. */
    private static final int MIN_BITS = 8;

    private Prefixes() {}

    static List<IpPrefix> parse(String field, List<String> texts) {
        if (texts.size() > MAX) {
            throw RefusedException.field(field, texts.size() + " prefixes (expected: at most " + MAX + ")");
        }
        List<IpPrefix> prefixes = new ArrayList<>();
        for (String text : texts) {
            IpPrefix prefix = parseOne(field, text);
            new PrefixSet(prefixes).overlapping(prefix).ifPresent(other -> {
                throw RefusedException.field(
                        field, prefix + " overlaps " + other + " (expected: prefixes that share no address)");
            });
            prefixes.add(prefix);
        }
        return prefixes;
    }

    private static IpPrefix parseOne(String field, String text) {
        try {
            IpPrefix prefix = IpPrefix.parse(text.length() > 64 ? text.substring(0, 64) : text);
            if (prefix.bits() < MIN_BITS || !ForbiddenAddresses.isUnicast(prefix.address())) {
                throw RefusedException.field(
                        field, text + " (expected: unicast addresses, and a length of at least " + MIN_BITS + ")");
            }
            return prefix;
        } catch (IllegalArgumentException e) {
            throw RefusedException.field(field, String.valueOf(e.getMessage()));
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
