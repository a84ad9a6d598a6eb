// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.peers.TunnelClaims.Outcome;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.keys.TunnelPublicKey;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects hosts from handshakes that all gateways send them because a member named their address as its own. */
class TunnelClaimsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final GatewayId EAST = new GatewayId(new ClusterId("east"), "gw-1");
    private static final GatewayId WEST = new GatewayId(new ClusterId("west"), "gw-1");

    private final Members members = new Members(SavedState.EMPTY);
    private final Map<GatewayId, InetAddress> sources = new HashMap<>();
    private InetAddress controlPlane = InetAddress.ofLiteral("198.51.100.9");
    private final TunnelClaims claims = new TunnelClaims(members, () -> List.of(controlPlane));

    private static GatewayTunnel tunnel(String... addresses) {
        return new GatewayTunnel(
                TunnelPublicKey.of(new byte[32]),
                List.of(addresses),
                List.of(PacketCipher.CHACHA20_POLY1305),
                true,
                1,
                false);
    }

    private void reached(GatewayId gateway, String... addresses) {
        members.put(GatewayMember.joined(gateway, NOW, NOW).connected(NOW, "test", Optional.of(tunnel(addresses))));
    }

    private Outcome claim(GatewayId gateway, String source, String... addresses) {
        return claims.claim(
                gateway,
                tunnel(addresses),
                Optional.of(InetAddress.ofLiteral(source)),
                id -> Optional.ofNullable(sources.get(id)));
    }

    @Test
    void addressOfAnotherClustersGatewayIsRefusedByName() {
        reached(EAST, "192.0.2.1:51820");

        assertThat(claim(WEST, "203.0.113.5", "192.0.2.7:51820", "192.0.2.1:51820"))
                .isEqualTo(new Outcome.Refused(
                        "tunnel address 192.0.2.1:51820 is in use by gateway east/gw-1 of another cluster"));
    }

    @Test
    void anotherWritingOfTheAddressIsTheSame() {
        reached(EAST, "[2001:db8::1]:51820");

        assertThat(claim(WEST, "203.0.113.5", "[2001:DB8:0:0::1]:51820")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void twoGatewaysBehindOneTranslatedAddressHaveTwoPorts() {
        reached(EAST, "192.0.2.1:51820");

        assertThat(claim(WEST, "192.0.2.1", "192.0.2.1:51821")).isEqualTo(new Outcome.Free());
    }

    @Test
    void gatewayOfTheSameClusterMayHaveBeenSetUpAgain() {
        reached(EAST, "192.0.2.1:51820");

        assertThat(claim(new GatewayId(EAST.cluster(), "gw-2"), "203.0.113.5", "192.0.2.1:51820"))
                .isEqualTo(new Outcome.Free());
    }

    @Test
    void whoComesFromTheAddressDisplacesWhoOnlyNamedIt() {
        reached(EAST, "192.0.2.1:51820");
        sources.put(EAST, InetAddress.ofLiteral("203.0.113.66"));

        assertThat(claim(WEST, "192.0.2.1", "192.0.2.1:51820")).isEqualTo(new Outcome.Displaces(List.of(EAST)));
    }

    @Test
    void whoIsThereAndComesFromThereStays() {
        reached(EAST, "192.0.2.1:51820");
        sources.put(EAST, InetAddress.ofLiteral("192.0.2.1"));

        assertThat(claim(WEST, "192.0.2.1", "192.0.2.1:51820")).isInstanceOf(Outcome.Refused.class);
    }

    /** A gateway on the control plane's host comes from it or from loopback, one behind its translated address from inside. */
    @ParameterizedTest
    @CsvSource({
        "198.51.100.9, 203.0.113.5, refused",
        "198.51.100.9, 198.51.100.9, free",
        "198.51.100.9, 127.0.0.1, free",
        "198.51.100.9, 10.0.0.4, free",
        "10.0.0.1, 10.0.0.4, refused",
        "10.0.0.1, 10.0.0.1, free"
    })
    void addressOfTheControlPlaneIsForWhoComesFromThere(String address, String source, String outcome) {
        controlPlane = InetAddress.ofLiteral(address);

        assertThat(claim(WEST, source, address + ":53"))
                .isInstanceOf(outcome.equals("free") ? Outcome.Free.class : Outcome.Refused.class);
    }
}
