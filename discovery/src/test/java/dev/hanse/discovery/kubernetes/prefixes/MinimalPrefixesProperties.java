// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Protects pods of others from being taken for this cluster's: a summary has all addresses that it is made of, no other one, and no prefix more than it needs. */
class MinimalPrefixesProperties {

    private static final int HOSTS = 256;

    @Provide
    Arbitrary<List<IpPrefix>> prefixes() {
        Arbitrary<IpPrefix> one = Combinators.combine(
                        Arbitraries.integers().between(0, HOSTS - 1),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.of(true, false))
                .as((host, length, v4) -> IpPrefix.around(address(v4, host), (v4 ? 24 : 120) + length));
        return one.list().ofMaxSize(60);
    }

    private static InetAddress address(boolean v4, int host) {
        byte[] octets = v4 ? new byte[] {(byte) 203, 0, 113, 0} : new byte[16];
        if (!v4) {
            octets[0] = (byte) 0xfd;
        }
        octets[octets.length - 1] = (byte) host;
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BitSet addresses(boolean v4, List<IpPrefix> prefixes) {
        BitSet set = new BitSet(HOSTS);
        for (int host = 0; host < HOSTS; host++) {
            InetAddress address = address(v4, host);
            set.set(host, prefixes.stream().anyMatch(each -> each.contains(address)));
        }
        return set;
    }

    /** How many prefixes a set needs, counted from above: one where it is whole, else those of both halves. */
    private static int needed(BitSet set, int from, int size) {
        int there = set.get(from, from + size).cardinality();
        if (there == 0 || there == size) {
            return there == 0 ? 0 : 1;
        }
        return needed(set, from, size / 2) + needed(set, from + size / 2, size / 2);
    }

    @Property
    void itHasTheSameAddressesInAsFewPrefixesAsThereCanBe(@ForAll("prefixes") List<IpPrefix> prefixes) {
        List<IpPrefix> summary = MinimalPrefixes.of(prefixes);
        for (boolean v4 : new boolean[] {true, false}) {
            assertThat(addresses(v4, summary)).isEqualTo(addresses(v4, prefixes));
        }
        assertThat(summary)
                .hasSize(needed(addresses(true, prefixes), 0, HOSTS) + needed(addresses(false, prefixes), 0, HOSTS));
    }

    @Property
    void itDoesNotDependOnTheOrderAndIsItsOwnSummary(@ForAll("prefixes") List<IpPrefix> prefixes) {
        List<IpPrefix> summary = MinimalPrefixes.of(prefixes);
        assertThat(MinimalPrefixes.of(prefixes.reversed())).isEqualTo(summary);
        assertThat(MinimalPrefixes.of(summary)).isEqualTo(summary);
        assertThat(new HashSet<>(summary)).hasSameSizeAs(summary);
    }

    @Property
    void itCoversWhatHasNoAddressOutside(
            @ForAll("prefixes") List<IpPrefix> prefixes, @ForAll("prefixes") List<IpPrefix> asked) {
        List<IpPrefix> summary = MinimalPrefixes.of(prefixes);
        for (IpPrefix each : asked) {
            boolean v4 = each.address().getAddress().length == 4;
            BitSet rest = addresses(v4, List.of(each));
            rest.andNot(addresses(v4, prefixes));
            assertThat(MinimalPrefixes.covers(summary, each)).isEqualTo(rest.isEmpty());
        }
    }

    @Example
    void theNodesOfAClusterBecomeOne() {
        List<IpPrefix> nodes = Stream.iterate(0, each -> each + 1)
                .limit(256)
                .map(each -> IpPrefix.parse("10.244." + each + ".0/24"))
                .toList();
        assertThat(MinimalPrefixes.of(nodes)).containsExactly(IpPrefix.parse("10.244.0.0/16"));
        assertThat(MinimalPrefixes.of(nodes.subList(0, 3)))
                .containsExactly(IpPrefix.parse("10.244.0.0/23"), IpPrefix.parse("10.244.2.0/24"));
        assertThat(MinimalPrefixes.of(List.of(IpPrefix.parse("0.0.0.0/1"), IpPrefix.parse("128.0.0.0/1"))))
                .containsExactly(IpPrefix.parse("0.0.0.0/0"));
    }
}
