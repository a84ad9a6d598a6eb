// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects revocations from waiting for routes, and new prefixes from being carried before theirs. */
class PrefixGateTest {

    private static final String WEST = "10.2.0.0/16";
    private static final String NORTH = "10.3.0.0/16";

    private final PrefixGate gate = new PrefixGate();

    @Test
    void aNewPeerWaitsForTheRouteOfItsPrefix() {
        List<PeerConfig> west = List.of(peer("west", 1, WEST));
        assertThat(gate.admit(List.of(), west)).isEmpty();
        gate.onClosed(PrefixGate.prefixes(west));
        assertThat(gate.admit(List.of(), west)).isEqualTo(west);
    }

    @Test
    void aPeerThatGoesWaitsForNobody() {
        List<PeerConfig> both = present(peer("west", 1, WEST), peer("north", 2, NORTH));
        List<PeerConfig> others = List.of(both.get(1), peer("south", 3, "10.4.0.0/16"));
        assertThat(gate.admit(both, others)).containsExactly(both.get(1));
    }

    @Test
    void aPeerWithAnotherKeyIsNotTheOneOfBefore() {
        List<PeerConfig> west = present(peer("west", 1, WEST));
        assertThat(gate.admit(west, List.of(peer("west", 9, WEST, NORTH)))).isEmpty();
        gate.onClosed(Set.of(IpPrefix.parse(WEST)));
        assertThat(gate.admit(west, List.of(peer("west", 9, WEST))))
                .as("it asks for nothing new")
                .containsExactly(peer("west", 9, WEST));
    }

    @Test
    void aPeerThatStaysKeepsItsSessionsAndGetsItsNewPrefixLater() {
        List<PeerConfig> west = present(peer("west", 1, WEST));
        assertThat(gate.admit(west, List.of(peer("west", 1, WEST, NORTH)))).isEqualTo(west);
        assertThat(gate.admit(west, List.of(peer("west", 1, NORTH)))).containsExactly(peer("west", 1));
    }

    @Test
    void aPrefixThatWasNotWantedMeanwhileIsNew() {
        List<PeerConfig> west = present(peer("west", 1, WEST));
        gate.admit(west, List.of());
        assertThat(gate.admit(List.of(), west)).isEmpty();
    }

    private List<PeerConfig> present(PeerConfig... peers) {
        List<PeerConfig> present = List.of(peers);
        gate.admit(List.of(), present);
        gate.onClosed(PrefixGate.prefixes(present));
        return present;
    }

    private static PeerConfig peer(String cluster, int key, String... prefixes) {
        byte[] octets = new byte[32];
        octets[0] = (byte) key;
        return new PeerConfig(
                new PeerId(cluster, "gw-1"),
                TunnelPublicKey.of(octets),
                Optional.empty(),
                List.of(new InetSocketAddress("192.0.2.7", 51820)),
                Stream.of(prefixes).map(IpPrefix::parse).toList(),
                Set.of(CipherSuite.values()),
                true);
    }
}
