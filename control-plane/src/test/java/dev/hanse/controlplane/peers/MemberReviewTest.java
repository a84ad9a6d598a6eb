// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.model.Quarantine;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects everybody's routes from what was registered before there were bounds. */
class MemberReviewTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final GatewayId EAST = new GatewayId(new ClusterId("east"), "gw-1");
    private static final GatewayId WEST = new GatewayId(new ClusterId("west"), "gw-1");

    private final Quarantine quarantine = new Quarantine();

    private SavedState review(String tunnel, String... prefixes) {
        return review(false, List.of(), tunnel, prefixes);
    }

    private SavedState review(boolean apart, List<String> stated, String tunnel, String... prefixes) {
        ClusterMember cluster = new ClusterMember(
                EAST.cluster(),
                Arrays.stream(prefixes).map(IpPrefix::parse).toList(),
                List.of(),
                stated.stream().map(IpPrefix::parse).toList(),
                NOW);
        GatewayMember gateway = reached(EAST, NOW, tunnel, apart);
        return new MemberReview(List.of(InetAddress.ofLiteral("198.51.100.9")), quarantine)
                .of(new SavedState(List.of(cluster), List.of(gateway), List.of(), List.of(), SavedExports.NONE));
    }

    @Test
    void whatIsWithinTheBoundsStays() {
        SavedState state = review("192.0.2.1:51820", "10.0.0.0/8", "fd00:10::/48");

        assertThat(state.clusters().getFirst().podPrefixes()).hasSize(2);
        assertThat(state.gateways().getFirst().tunnel()).isPresent();
        assertThat(quarantine.isEmpty()).isTrue();
    }

    @Test
    void aForbiddenPrefixIsLeftOutAndTheOthersStay() {
        SavedState state = review("192.0.2.1:51820", "10.1.0.0/16", "169.0.0.0/8", "2002::/16", "198.51.100.0/24");

        assertThat(state.clusters().getFirst().podPrefixes()).hasToString("[10.1.0.0/16]");
        assertThat(quarantine.all()).singleElement().satisfies(each -> {
            assertThat(each.subject()).isEqualTo("cluster east");
            assertThat(each.count()).isEqualTo(3);
            assertThat(each.why()).contains("169.0.0.0/8", "169.254.0.0/16");
        });
    }

    @Test
    void ofTwoClustersWithOneTunnelAddressTheLaterIsNobodysPeer() {
        GatewayMember early = reached(WEST, NOW, "192.0.2.1:51820");
        GatewayMember late = reached(EAST, NOW.plusSeconds(1), "192.0.2.1:51820");

        SavedState state = new MemberReview(List.of(), quarantine)
                .of(new SavedState(List.of(), List.of(late, early), List.of(), List.of(), SavedExports.NONE));

        assertThat(state.gateways()).containsExactly(late.withoutTunnel(), early);
        assertThat(quarantine.all()).singleElement().satisfies(each -> {
            assertThat(each.subject()).isEqualTo("gateway east/gw-1");
            assertThat(each.why()).contains("192.0.2.1:51820", "cluster west");
        });
    }

    private static GatewayMember reached(GatewayId gateway, Instant joined, String tunnel) {
        return reached(gateway, joined, tunnel, false);
    }

    private static GatewayMember reached(GatewayId gateway, Instant joined, String tunnel, boolean apart) {
        return GatewayMember.joined(gateway, joined, NOW)
                .connected(
                        NOW,
                        "test",
                        Optional.of(new GatewayTunnel(
                                TunnelPublicKey.of(new byte[32]),
                                List.of(tunnel),
                                List.of(PacketCipher.CHACHA20_POLY1305),
                                true,
                                1,
                                apart)));
    }

    @Test
    void aPrefixThatTheTokenStatedStaysWhetherItsGatewaysHaveATunnelOrNot() {
        SavedState state = review(false, List.of("198.51.100.0/24"), "192.0.2.1:51820", "198.51.100.0/24");

        assertThat(state.clusters().getFirst().podPrefixes()).hasSize(1);
        assertThat(quarantine.isEmpty()).isTrue();
    }

    @Test
    void whatAGatewaySaysOfItselfIsNoStatement() {
        SavedState state = review(true, List.of("198.51.0.0/16"), "192.0.2.1:51820", "198.51.100.0/24");

        assertThat(state.clusters().getFirst().podPrefixes()).isEmpty();
        assertThat(quarantine.all())
                .singleElement()
                .satisfies(each -> assertThat(each.why()).contains("198.51.100.9", "token stated"));
    }

    @Test
    void anAddressInAnotherClustersPrefixIsForStatedOnesOnly() {
        GatewayMember east = reached(EAST, NOW, "10.2.0.1:51820", true);
        List<IpPrefix> pods = List.of(IpPrefix.parse("10.2.0.0/16"));
        for (List<IpPrefix> stated : List.of(List.<IpPrefix>of(), pods)) {
            ClusterMember west = new ClusterMember(WEST.cluster(), pods, List.of(), stated, NOW);

            SavedState state = new MemberReview(List.of(), quarantine)
                    .of(new SavedState(List.of(west), List.of(east), List.of(), List.of(), SavedExports.NONE));

            assertThat(state.gateways().getFirst().tunnel().isPresent()).isEqualTo(!stated.isEmpty());
        }
        assertThat(quarantine.all()).hasSize(1);
    }

    @Test
    void whatWasTakenSinceGatewaysKeepApartStays() {
        SavedState state = review(true, List.of("198.51.100.0/24"), "10.1.2.3:51820", "10.1.0.0/16", "198.51.100.0/24");

        assertThat(state.clusters().getFirst().podPrefixes()).hasSize(2);
        assertThat(state.gateways().getFirst().tunnel()).isPresent();
        assertThat(quarantine.isEmpty()).isTrue();
    }

    @Test
    void aTunnelInsideAPrefixIsNobodysPeerUntilItSaysAnotherAddress() {
        SavedState state = review("10.1.2.3:51820", "10.1.0.0/16");

        assertThat(state.gateways().getFirst().tunnel()).isEmpty();
        assertThat(state.clusters().getFirst().podPrefixes()).hasSize(1);
        assertThat(quarantine.all()).singleElement().satisfies(each -> {
            assertThat(each.subject()).isEqualTo("gateway east/gw-1");
            assertThat(each.why()).contains("10.1.2.3:51820");
        });
    }
}
