// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static dev.hanse.controlplane.testing.Fixture.NOW;
import static dev.hanse.controlplane.testing.Fixture.gateway;
import static dev.hanse.controlplane.testing.Fixture.service;
import static dev.hanse.controlplane.testing.Fixture.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.exports.ExportChange;
import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.controlplane.testing.TestFederation;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.keys.TunnelPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects what clusters see of each other's exports, item by item, and what exporters are told. */
class FederationTest {

    private final Fixture fixture = new Fixture();
    private final GatewayId east = fixture.join("east", 1);
    private final GatewayId west = fixture.join("west", 2);

    private static List<String> refusals(TestFederation.Outcome outcome) {
        return outcome.refusals().stream()
                .map(each -> each.key() + " " + each.refusal().reason())
                .toList();
    }

    // --- exports and views ---

    @Test
    void exportIsSeenByAllAndItsStatusByTheExporter() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));

        assertThat(fixture.view(west)).containsExactly("import shop/web", "slice east/shop/web/a");
        assertThat(fixture.view(east)).containsExactly("import shop/web", "slice east/shop/web/a", "status shop/web");
        assertThat(fixture.conditions(east, "shop/web"))
                .containsExactly("VALID TRUE Valid", "READY TRUE Exported", "CONFLICT FALSE NoConflicts");
    }

    @Test
    void snapshotReplacesEverythingSaidBefore() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"), service("shop/db"));
        fixture.snapshot(east, service("shop/db"));

        assertThat(fixture.view(west)).containsExactly("import shop/db");
    }

    @Test
    void piecesOfASnapshotTakeEffectTogether() {
        fixture.snapshot(east, service("shop/old"));
        fixture.apply(east, true, true, List.of(), List.of(service("shop/web")));
        assertThat(fixture.view(west)).containsExactly("import shop/old");

        fixture.apply(east, false, false, List.of(), List.of(slice("shop/web", "a", "10.1.0.1")));

        assertThat(fixture.view(west)).containsExactly("import shop/web", "slice east/shop/web/a");
    }

    @Test
    void removingAServiceRemovesItsSlices() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        fixture.remove(east, ExportKey.of(ServiceName.parse("shop/web")));

        assertThat(fixture.view(west)).isEmpty();
        assertThat(fixture.view(east)).isEmpty();
    }

    @Test
    void lostStreamWithdrawsNothing() {
        fixture.snapshot(east, service("shop/web"));
        fixture.federation.lost(east, fixture.now);
        fixture.federation.tick(fixture.now.plus(Duration.ofDays(1)));

        assertThat(fixture.view(west)).containsExactly("import shop/web");
    }

    @Test
    void removedClusterIsForgottenByAll() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        fixture.federation.updateGateway(withTunnel(east, 1));
        assertThat(fixture.view(west)).contains("peer east/gw-1");

        fixture.federation.removeCluster(new ClusterId("east"));

        assertThat(fixture.view(west)).isEmpty();
    }

    // --- conflicts ---

    @Test
    void olderExportDecidesAndAllAreTold() {
        fixture.snapshot(east, service("shop/web", NOW.minusSeconds(10), ServiceType.HEADLESS));
        fixture.snapshot(west, service("shop/web", NOW.minusSeconds(20), ServiceType.CLUSTER_SET_IP));

        assertThat(((ViewItem.Import) fixture.item(east, "import shop/web"))
                        .value()
                        .type())
                .isEqualTo(ServiceType.CLUSTER_SET_IP);
        assertThat(fixture.conditions(east, "shop/web")).contains("CONFLICT TRUE TypeConflict");
        assertThat(fixture.conditions(west, "shop/web")).contains("CONFLICT TRUE TypeConflict");
    }

    @Test
    void backdatedExportIsRaisedToWhenItWasFirstSeen() {
        fixture.snapshot(east, service("shop/web", NOW, ServiceType.HEADLESS));
        fixture.now = NOW.plus(Duration.ofMinutes(10));
        fixture.snapshot(west, service("shop/web", NOW.minus(Duration.ofDays(3_650)), ServiceType.CLUSTER_SET_IP));

        // West claims ten years; it was first seen ten minutes after east.
        assertThat(((ViewItem.Import) fixture.item(east, "import shop/web"))
                        .value()
                        .type())
                .isEqualTo(ServiceType.HEADLESS);
        assertThat(fixture.federation
                        .services()
                        .getOrDefault(ServiceName.parse("shop/web"), PublishedService.NONE)
                        .createdAt())
                .containsEntry(new ClusterId("west"), NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void exportMadeAnewIsSeenAnew() {
        fixture.snapshot(east, service("shop/web"));
        fixture.remove(east, ExportKey.of(ServiceName.parse("shop/web")));
        fixture.now = NOW.plus(Duration.ofHours(1));
        fixture.change(east, service("shop/web"));

        assertThat(fixture.federation
                        .services()
                        .getOrDefault(ServiceName.parse("shop/web"), PublishedService.NONE)
                        .createdAt())
                .containsEntry(new ClusterId("east"), NOW.plus(Duration.ofHours(1)));
    }

    // --- refusals ---

    @Test
    void foreignAddressIsRefusedAloneAndTheExporterTold() {
        TestFederation.Outcome outcome = fixture.snapshot(
                east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"), slice("shop/web", "b", "10.2.0.1"));

        assertThat(refusals(outcome)).containsExactly("shop/web/b FOREIGN_PREFIX");
        assertThat(fixture.view(west)).containsExactly("import shop/web", "slice east/shop/web/a");
        assertThat(fixture.conditions(east, "shop/web")).contains("VALID TRUE Valid", "READY FALSE Failed");
    }

    @Test
    void refusedItemKeepsItsLastAcceptedValueAlsoInASnapshot() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.2.0.1"));

        ViewItem.Slice slice = (ViewItem.Slice) fixture.item(west, "slice east/shop/web/a");
        assertThat(slice.value().endpoints().getFirst().address().getHostAddress())
                .isEqualTo("10.1.0.1");
        assertThat(fixture.conditions(east, "shop/web")).contains("READY FALSE Failed");

        fixture.change(east, slice("shop/web", "a", "10.1.0.2"));
        assertThat(fixture.conditions(east, "shop/web")).contains("READY TRUE Exported");
    }

    @Test
    void sliceWithoutServiceIsRefused() {
        TestFederation.Outcome outcome = fixture.snapshot(east, slice("shop/web", "a", "10.1.0.1"));

        assertThat(refusals(outcome)).containsExactly("shop/web/a NO_SERVICE");
        assertThat(fixture.view(west)).isEmpty();
        assertThat(fixture.conditions(east, "shop/web")).contains("VALID FALSE NoService");
    }

    @Test
    void quotaRefusesWhatIsTooMuchAndFreesWithRemoval() {
        Fixture small = new Fixture(new ExportLimits(2, 10, 3));
        GatewayId gateway = small.join("east", 1);

        assertThat(refusals(small.snapshot(
                        gateway,
                        service("a/a"),
                        service("a/b"),
                        service("a/c"),
                        slice("a/a", "x", "10.1.0.1", "10.1.0.2"),
                        slice("a/b", "x", "10.1.0.3", "10.1.0.4"))))
                .containsExactly("a/c QUOTA_EXCEEDED", "a/b/x QUOTA_EXCEEDED");
        assertThat(small.conditions(gateway, "a/c")).contains("VALID FALSE QuotaExceeded");

        small.remove(gateway, ExportKey.of(ServiceName.parse("a/a")));
        assertThat(refusals(small.change(gateway, service("a/c"), slice("a/b", "x", "10.1.0.3", "10.1.0.4"))))
                .isEmpty();
    }

    @Test
    void refusalsOfAHostileGatewayHaveALimit() {
        fixture.snapshot(east);
        for (int i = 0; i < 1_500; i++) {
            fixture.change(east, slice("a/s" + i, "x", "10.1.0.1"));
        }

        assertThat(fixture.view(east)).hasSize(1_000);
    }

    @Test
    void refusalReasonsAreKept() {
        assertThat(Refusal.Reason.values())
                .extracting(Refusal.Reason::conditionReason)
                .doesNotHaveDuplicates();
    }

    // --- several gateways of one cluster ---

    @Test
    void secondGatewayOfTheSameSourceChangesNothing() {
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        GatewayId second = fixture.joinAnother("east", "gw-2");
        TestFederation.Outcome outcome =
                fixture.snapshot(second, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));

        assertThat(outcome.viewsChanged()).isFalse();
        assertThat(fixture.view(second)).containsExactly("import shop/web", "slice east/shop/web/a", "status shop/web");
    }

    @Test
    void laterChangeOfAnyGatewayCounts() {
        GatewayId second = fixture.joinAnother("east", "gw-2");
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        fixture.snapshot(second, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        fixture.change(east, slice("shop/web", "a", "10.1.0.2"));
        // A repetition is no change: what the first gateway said meanwhile stays.
        fixture.snapshot(second, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));

        ViewItem.Slice slice = (ViewItem.Slice) fixture.item(west, "slice east/shop/web/a");
        assertThat(slice.value().endpoints().getFirst().address().getHostAddress())
                .isEqualTo("10.1.0.2");
    }

    @Test
    void itemIsGoneWhenAllGatewaysRemovedIt() {
        GatewayId second = fixture.joinAnother("east", "gw-2");
        fixture.snapshot(east, service("shop/web"));
        fixture.snapshot(second, service("shop/web"));
        fixture.remove(east, ExportKey.of(ServiceName.parse("shop/web")));
        assertThat(fixture.view(west)).containsExactly("import shop/web");

        fixture.remove(second, ExportKey.of(ServiceName.parse("shop/web")));
        assertThat(fixture.view(west)).isEmpty();
    }

    @Test
    void whatALostGatewaySaidEndsBesideAConnectedOne() {
        GatewayId second = fixture.joinAnother("east", "gw-2");
        fixture.snapshot(east, service("shop/web"), service("shop/db"));
        fixture.snapshot(second, service("shop/web"), service("shop/db"));
        fixture.federation.lost(east, fixture.now);
        fixture.remove(second, ExportKey.of(ServiceName.parse("shop/db")));
        assertThat(fixture.view(west)).containsExactly("import shop/db", "import shop/web");

        fixture.federation.tick(fixture.now.plus(Fixture.HOLD).minusSeconds(1));
        assertThat(fixture.view(west)).containsExactly("import shop/db", "import shop/web");

        fixture.federation.tick(fixture.now.plus(Fixture.HOLD));
        assertThat(fixture.view(west)).containsExactly("import shop/web");
        assertThat(fixture.federation.connected(east, fixture.position(east))).isFalse();
    }

    // --- positions ---

    @Test
    void exportsResumeAtTheSamePositionOnly() {
        fixture.snapshot(east, service("shop/web"));
        Position reached = fixture.position(east);

        assertThat(fixture.federation.connected(east, reached)).isTrue();
        assertThat(fixture.federation.connected(east, new Position("other", reached.version())))
                .isFalse();
        assertThat(fixture.federation.connected(east, new Position("g", reached.version() + 1)))
                .isFalse();
        assertThat(fixture.federation.connected(west, Position.NONE)).isFalse();
    }

    @Test
    void deltaThatDoesNotFollowIsAViolation() {
        fixture.snapshot(east, service("shop/web"));
        ExportChange repeated = new ExportChange(fixture.position(east), false, false, List.of(), List.of());

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> fixture.federation.apply(east, repeated, NOW));
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> fixture.change(west, service("shop/web")));
    }

    @Test
    void viewResumesFromAnyPositionOfItsEpoch() {
        Position start = fixture.federation.since(west, Position.NONE).position();
        fixture.snapshot(east, service("shop/web"));
        fixture.snapshot(east, service("shop/db"));

        ViewChange change = fixture.federation.since(west, start);

        assertThat(change.snapshot()).isFalse();
        assertThat(change.upserts())
                .extracting(item -> Fixture.text(item.key()))
                .containsExactly("import shop/db");
        assertThat(change.removals()).extracting(Fixture::text).containsExactly("import shop/web");
        assertThat(fixture.federation.since(west, change.position()).isEmpty()).isTrue();
    }

    @Test
    void restartedViewsNeedSnapshots() {
        fixture.snapshot(east, service("shop/web"));
        Position before = fixture.federation.since(west, Position.NONE).position();
        fixture.store.fail(true);
        fixture.snapshot(east, service("shop/db"));

        assertThat(fixture.federation.resumesFrom(west, before)).isFalse();
        assertThat(fixture.federation.since(west, before).snapshot()).isTrue();
        assertThat(fixture.federation.since(west, before).position().epoch()).isNotEqualTo(before.epoch());
    }

    // --- peers ---

    private static GatewayMember withTunnel(GatewayId id, int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return GatewayMember.joined(id, NOW, NOW)
                .connected(
                        NOW,
                        "test",
                        Optional.of(new GatewayTunnel(
                                TunnelPublicKey.of(key),
                                List.of("192.0.2." + seed + ":51820"),
                                List.of(PacketCipher.CHACHA20_POLY1305),
                                true,
                                1,
                                false)));
    }

    @Test
    void gatewaysOfOtherClustersArePeers() {
        GatewayId second = fixture.joinAnother("east", "gw-2");
        fixture.federation.updateGateway(withTunnel(east, 1));
        fixture.federation.updateGateway(withTunnel(second, 2));
        fixture.federation.updateGateway(withTunnel(west, 3));

        assertThat(fixture.view(west)).containsExactly("peer east/gw-1", "peer east/gw-2");
        assertThat(fixture.view(east)).containsExactly("peer west/gw-1");
        assertThat(((ViewItem.Peer) fixture.item(west, "peer east/gw-1")).prefixes())
                .hasToString("[10.1.0.0/16]");
    }

    @Test
    void gatewayThatJoinsLaterLearnsAllPeersAndStatuses() {
        fixture.federation.updateGateway(withTunnel(west, 3));
        fixture.snapshot(east, service("shop/web"));

        GatewayId second = fixture.joinAnother("east", "gw-2");

        assertThat(fixture.view(second)).containsExactly("import shop/web", "peer west/gw-1", "status shop/web");
    }

    @Test
    void gatewayWithoutTunnelIsNobodysPeerAnyMore() {
        fixture.federation.updateGateway(withTunnel(east, 1));
        fixture.federation.updateGateway(GatewayMember.joined(east, NOW, NOW));

        assertThat(fixture.view(west)).isEmpty();
    }

    @Test
    void holderOfATunnelKeyIsFound() {
        GatewayMember member = withTunnel(east, 1);
        fixture.federation.updateGateway(member);
        GatewayTunnel tunnel = member.tunnel().orElseThrow();

        assertThat(fixture.federation.holderOf(tunnel, gateway("west", "gw-1"))).contains(east);
        assertThat(fixture.federation.holderOf(tunnel, east)).isEmpty();
    }
}
