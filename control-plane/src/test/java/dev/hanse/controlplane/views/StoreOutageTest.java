// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.exports.ExportChange;
import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.testing.MemoryFederationStore;
import dev.hanse.controlplane.testing.TestFederation;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.address.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Protects the exchange from its store: a full disk stops no export, and nobody resumes on what was lost. */
class StoreOutageTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ClusterId EAST = new ClusterId("east");
    private static final GatewayId GATEWAY = new GatewayId(EAST, "gw-1");

    private final MemoryFederationStore store = new MemoryFederationStore();

    private TestFederation start() {
        return new TestFederation(
                store, ExportLimits.DEFAULT, () -> UUID.randomUUID().toString(), Duration.ofSeconds(30), NOW);
    }

    private TestFederation startWithMember() {
        store.commit(List.of(
                new StateChange.PutCluster(
                        new ClusterMember(EAST, List.of(IpPrefix.parse("10.1.0.0/16")), List.of(), NOW)),
                new StateChange.PutGateway(GatewayMember.joined(GATEWAY, NOW, NOW))));
        return start();
    }

    private static ExportChange snapshot(long version, String service) {
        return new ExportChange(
                new Position("g", version),
                true,
                false,
                List.of(),
                List.of(new ExportItem.Service(new ServiceExport(
                        ServiceName.parse(service), ServiceType.HEADLESS, NOW, List.of(), ServiceTraits.NONE))));
    }

    @Test
    void positionsOutliveARestart() {
        TestFederation before = startWithMember();
        before.apply(GATEWAY, snapshot(1, "shop/web"), NOW);
        Position view = before.since(GATEWAY, Position.NONE).position();

        TestFederation after = start();

        assertThat(after.connected(GATEWAY, new Position("g", 1))).isTrue();
        assertThat(after.resumesFrom(GATEWAY, view)).isTrue();
        assertThat(after.services()).containsOnlyKeys(ServiceName.parse("shop/web"));
    }

    @Test
    void exportsGoOnInMemoryWhileTheStoreFails() {
        TestFederation federation = startWithMember();
        Position before = federation.since(GATEWAY, Position.NONE).position();
        store.fail(true);
        int woken = federation.woken();

        assertThat(federation.apply(GATEWAY, snapshot(1, "shop/web"), NOW).refusals())
                .isEmpty();

        assertThat(federation.isStoreBehind()).isTrue();
        assertThat(federation.services()).hasSize(1);
        assertThat(federation.woken() - woken).isPositive();
        // Whoever resumed on a position that the store does not know might miss something after a crash.
        assertThat(federation.since(GATEWAY, before).snapshot()).isTrue();
    }

    @Test
    void crashBeforeTheStoreWorksAgainGivesNobodyAFalsePosition() {
        TestFederation federation = startWithMember();
        store.fail(true);
        federation.apply(GATEWAY, snapshot(1, "shop/web"), NOW);
        Position lost = federation.since(GATEWAY, Position.NONE).position();

        store.fail(false);
        TestFederation restarted = start();

        assertThat(restarted.resumesFrom(GATEWAY, lost)).isFalse();
        assertThat(restarted.connected(GATEWAY, new Position("g", 1))).isFalse();
    }

    @Test
    void everythingIsWrittenOnceTheStoreWorksAgain() {
        TestFederation federation = startWithMember();
        store.fail(true);
        federation.apply(GATEWAY, snapshot(1, "shop/web"), NOW);
        federation.tick(NOW);
        assertThat(federation.isStoreBehind()).isTrue();

        store.fail(false);
        federation.tick(NOW);

        assertThat(federation.isStoreBehind()).isFalse();
        Position view = federation.since(GATEWAY, Position.NONE).position();
        TestFederation restarted = start();
        assertThat(restarted.services()).hasSize(1);
        assertThat(restarted.resumesFrom(GATEWAY, view)).isTrue();
        assertThat(restarted.connected(GATEWAY, new Position("g", 1))).isTrue();
    }

    @Test
    void removalOfAClusterThatNobodySawKeepsTheEpochValid() {
        TestFederation federation = startWithMember();
        store.commit(List.of(new StateChange.RemoveCluster(EAST)));
        federation.removeCluster(EAST);

        assertThat(store.load().exports().views().epoch()).isNotEmpty();
    }

    @Test
    void removalEndsTheEpochUntilViewsAreSavedAgain() {
        TestFederation federation = startWithMember();
        federation.apply(GATEWAY, snapshot(1, "shop/web"), NOW);
        store.commit(List.of(new StateChange.RemoveCluster(EAST)));

        // A crash right here must not let anybody resume on the old epoch.
        assertThat(store.load().exports().views().epoch()).isEmpty();
        federation.removeCluster(EAST);
        assertThat(store.load().exports().views().epoch()).isNotEmpty();
        assertThat(federation.services()).isEmpty();
    }
}
