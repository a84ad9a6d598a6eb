// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Prefixes that belong together, as those of one cluster. For sets that people write, of some dozen prefixes: every question looks at each in turn.
 *
 * @param prefixes in the order in which they were given; they may overlap
 */
public record PrefixSet(List<IpPrefix> prefixes) {

    /** Copies the list. */
    public PrefixSet {
        prefixes = List.copyOf(prefixes);
    }

    /** Whether {@code address} lies in one of them. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    /** The same for the octets of an address. */
    boolean contains(byte[] address) {
        for (IpPrefix prefix : prefixes) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The first that shares an address with {@code other}. */
    public Optional<IpPrefix> overlapping(IpPrefix other) {
        return prefixes.stream().filter(other::overlaps).findFirst();
    }
}
