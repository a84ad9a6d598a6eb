// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.net.address.AddressOrder;
import dev.hanse.net.address.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Says a set of addresses by as few prefixes as it can be said by: no address more, none less. Pure. */
public final class MinimalPrefixes {

    /** IPv4 first, then by address; of two that begin alike the larger one first. */
    private static final Comparator<IpPrefix> ORDER =
            Comparator.comparing(IpPrefix::address, AddressOrder.BY_OCTETS).thenComparingInt(IpPrefix::bits);

    private MinimalPrefixes() {}

    /** In the order of their addresses, IPv4 first. None shares an address with another one. */
    public static List<IpPrefix> of(Collection<IpPrefix> prefixes) {
        List<IpPrefix> kept = new ArrayList<>();
        prefixes.stream().sorted(ORDER).forEach(each -> add(kept, each));
        return List.copyOf(kept);
    }

    private static void add(List<IpPrefix> kept, IpPrefix next) {
        if (!kept.isEmpty() && kept.getLast().contains(next)) {
            return;
        }
        kept.add(next);
        while (endsWithHalves(kept)) {
            IpPrefix half = kept.removeLast();
            kept.removeLast();
            kept.add(IpPrefix.around(half.address(), half.bits() - 1));
        }
    }

    /** Whether the last two together are one prefix; they share no address. */
    private static boolean endsWithHalves(List<IpPrefix> kept) {
        if (kept.size() < 2) {
            return false;
        }
        IpPrefix last = kept.getLast();
        IpPrefix before = kept.get(kept.size() - 2);
        return last.bits() == before.bits()
                && IpPrefix.around(last.address(), last.bits() - 1).contains(before);
    }

    /**
     * Whether all addresses of a prefix are in the set.
     *
     * @param minimal as {@link #of} makes it: what is whole in it is in one prefix
     */
    public static boolean covers(Collection<IpPrefix> minimal, IpPrefix prefix) {
        return minimal.stream().anyMatch(each -> each.contains(prefix));
    }
}
