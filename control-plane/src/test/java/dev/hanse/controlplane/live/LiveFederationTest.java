// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.federation.ExportChange;
import dev.hanse.controlplane.federation.ExportLimits;
import dev.hanse.controlplane.federation.Federation;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.PairKey;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.testing.MemoryFederationStore;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.address.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Protects the exchange from its store: a full disk stops no export, and nobody resumes on what was lost. */
class LiveFederationTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ClusterId EAST = new ClusterId("east");
    private static final GatewayId GATEWAY = new GatewayId(EAST, "gw-1");

    private final MemoryFederationStore store = new MemoryFederationStore();
    private int woken;

    private final LiveStreams streams = new LiveStreams() {
        @Override
        public Optional<Instant> lastHeard(GatewayId gateway) {
            return Optional.empty();
        }

        @Override
        public void end(GatewayId gateway, RefusedException reason) {}

        @Override
        public void endAll(ClusterId cluster, RefusedException reason) {}

        @Override
        public void wakeAll() {
            woken++;
        }
    };

    private LiveFederation start() {
        Federation federation = new Federation(
                ExportLimits.DEFAULT,
                (_, _) -> PairKey.of(new byte[32]),
                () -> UUID.randomUUID().toString(),
                Duration.ofSeconds(30));
        return LiveFederation.restore(
                federation, store.load(), store, new Members(store.load()), streams, InstantSource.fixed(NOW));
    }

    private LiveFederation startWithMember() {
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
        LiveFederation before = startWithMember();
        before.apply(GATEWAY, snapshot(1, "shop/web"));
        Position view = before.since(GATEWAY, Position.NONE).position();

        LiveFederation after = start();

        assertThat(after.connected(GATEWAY, new Position("g", 1))).isTrue();
        assertThat(after.resumesFrom(GATEWAY, view)).isTrue();
        assertThat(after.services()).containsOnlyKeys(ServiceName.parse("shop/web"));
    }

    @Test
    void exportsGoOnInMemoryWhileTheStoreFails() {
        LiveFederation federation = startWithMember();
        Position before = federation.since(GATEWAY, Position.NONE).position();
        store.fail(true);
        woken = 0;

        assertThat(federation.apply(GATEWAY, snapshot(1, "shop/web"))).isEmpty();

        assertThat(federation.isStoreBehind()).isTrue();
        assertThat(federation.services()).hasSize(1);
        assertThat(woken).isPositive();
        // Whoever resumed on a position that the store does not know might miss something after a crash.
        assertThat(federation.since(GATEWAY, before).snapshot()).isTrue();
    }

    @Test
    void crashBeforeTheStoreWorksAgainGivesNobodyAFalsePosition() {
        LiveFederation federation = startWithMember();
        store.fail(true);
        federation.apply(GATEWAY, snapshot(1, "shop/web"));
        Position lost = federation.since(GATEWAY, Position.NONE).position();

        store.fail(false);
        LiveFederation restarted = start();

        assertThat(restarted.resumesFrom(GATEWAY, lost)).isFalse();
        assertThat(restarted.connected(GATEWAY, new Position("g", 1))).isFalse();
    }

    @Test
    void everythingIsWrittenOnceTheStoreWorksAgain() {
        LiveFederation federation = startWithMember();
        store.fail(true);
        federation.apply(GATEWAY, snapshot(1, "shop/web"));
        federation.tick();
        assertThat(federation.isStoreBehind()).isTrue();

        store.fail(false);
        federation.tick();

        assertThat(federation.isStoreBehind()).isFalse();
        Position view = federation.since(GATEWAY, Position.NONE).position();
        LiveFederation restarted = start();
        assertThat(restarted.services()).hasSize(1);
        assertThat(restarted.resumesFrom(GATEWAY, view)).isTrue();
        assertThat(restarted.connected(GATEWAY, new Position("g", 1))).isTrue();
    }

    @Test
    void removalOfAClusterThatNobodySawKeepsTheEpochValid() {
        LiveFederation federation = startWithMember();
        store.commit(List.of(new StateChange.RemoveCluster(EAST)));
        federation.removeCluster(EAST);

        assertThat(store.load().exports().views().epoch()).isNotEmpty();
    }

    @Test
    void removalEndsTheEpochUntilViewsAreSavedAgain() {
        LiveFederation federation = startWithMember();
        federation.apply(GATEWAY, snapshot(1, "shop/web"));
        store.commit(List.of(new StateChange.RemoveCluster(EAST)));

        // A crash right here must not let anybody resume on the old epoch.
        assertThat(store.load().exports().views().epoch()).isEmpty();
        federation.removeCluster(EAST);
        assertThat(store.load().exports().views().epoch()).isNotEmpty();
        assertThat(federation.services()).isEmpty();
    }
}
