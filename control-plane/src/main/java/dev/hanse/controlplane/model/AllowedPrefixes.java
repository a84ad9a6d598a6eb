// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.Optional;

/**
 * Where the pod prefixes of a cluster must lie that joins with a token.
 *
 * @param prefixes each pod prefix lies within one of them; empty: anywhere
 */
public record AllowedPrefixes(List<IpPrefix> prefixes) {

    /** Whoever made the token stated none. */
    public static final AllowedPrefixes ANY = new AllowedPrefixes(List.of());

    /** Copies the list. */
    public AllowedPrefixes {
        prefixes = List.copyOf(prefixes);
    }

    /** The first that does not lie within one of them; empty: all do. */
    public Optional<IpPrefix> firstOutside(List<IpPrefix> asked) {
        return prefixes.isEmpty()
                ? Optional.empty()
                : asked.stream()
                        .filter(each -> prefixes.stream().noneMatch(allowed -> allowed.contains(each)))
                        .findFirst();
    }

    /** Those that are named here as they are: a wider prefix is a bound, and says nothing of what lies in it. */
    public List<IpPrefix> stated(List<IpPrefix> asked) {
        return asked.stream().filter(prefixes::contains).toList();
    }
}
