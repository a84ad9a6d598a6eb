// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.paths.PeerMapper;
import dev.hanse.gateway.testing.Items;
import dev.hanse.tunnel.peer.PeerConfig;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Protects the way to peers: an address at which one is reached never lies in what is routed into the tunnel. */
class PeerPlacesTest {

    private static final List<String> ADDRESSES =
            List.of("192.0.2.1", "192.0.2.255", "198.51.100.7", "10.3.0.1", "[2001:db8::1]", "[2001:db8:0:1::1]");
    private static final List<String> PREFIXES = List.of(
            "192.0.2.0/24",
            "192.0.2.1/32",
            "192.0.2.2/31",
            "10.3.0.0/16",
            "10.4.0.0/16",
            "2001:db8::/64",
            "2001:db8::/48");

    private static PeerConfig peer(String prefix, String address) {
        return PeerMapper.fromProto(
                        Items.peer("west", "gw-1", prefix, address + ":51820").getPeerGateway())
                .orElseThrow();
    }

    @Provide
    Arbitrary<PeerConfig> peers() {
        return Combinators.combine(Arbitraries.of(PREFIXES), Arbitraries.of(ADDRESSES))
                .as(PeerPlacesTest::peer);
    }

    @Property
    void saysWhatAComparisonWithEachSays(
            @ForAll("peersComingAndGoing") List<PeerConfig> steps, @ForAll("peers") PeerConfig asked) {
        List<PeerConfig> there = new ArrayList<>();
        PeerPlaces places = new PeerPlaces(steps.stream().limit(2).toList());
        for (int i = 0; i < steps.size(); i++) {
            if (i >= 2 && i % 3 == 2) {
                places.remove(there.removeFirst());
            } else {
                there.add(steps.get(i));
                if (i >= 2) {
                    places.add(steps.get(i));
                }
            }
        }
        assertThat(places.conflict(asked).isPresent()).isEqualTo(conflicts(asked, there));
    }

    @Provide
    Arbitrary<List<PeerConfig>> peersComingAndGoing() {
        return peers().list().ofMaxSize(9);
    }

    private static boolean conflicts(PeerConfig asked, List<PeerConfig> there) {
        List<PeerConfig> all = new ArrayList<>(there);
        all.add(asked);
        return there.stream().anyMatch(other -> leads(asked, other))
                || all.stream().anyMatch(other -> leads(other, asked));
    }

    private static boolean leads(PeerConfig routed, PeerConfig reached) {
        return reached.remoteAddresses().stream()
                .anyMatch(address -> routed.prefixes().stream().anyMatch(each -> each.contains(address.getAddress())));
    }

    @Test
    void namesThePrefixAndTheAddress() {
        assertThat(new PeerPlaces(List.of(peer("10.3.0.0/16", "198.51.100.7")))
                        .conflict(peer("10.4.0.0/16", "10.3.0.1")))
                .hasValue("10.3.0.0/16 has 10.3.0.1, where a peer is reached");
    }
}
