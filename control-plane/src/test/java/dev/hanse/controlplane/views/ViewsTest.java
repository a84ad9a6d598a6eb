// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static dev.hanse.controlplane.testing.Fixture.NOW;
import static dev.hanse.controlplane.testing.Fixture.service;
import static dev.hanse.controlplane.testing.Fixture.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.controlplane.testing.TestFederation;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.keys.TunnelPublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects readers from sleeping over a change, and positions from standing still while a view moves. */
class ViewsTest {

    private final Fixture fixture = new Fixture();
    private final GatewayId east = fixture.join("east", 1);
    private final GatewayId west = fixture.join("west", 2);

    @Test
    void readersAreWokenForChangesAndForNothingElse() {
        fixture.snapshot(east, service("shop/web"));
        int before = fixture.federation.woken();
        fixture.change(east, service("shop/web"));
        fixture.federation.tick(fixture.now);
        assertThat(fixture.federation.woken()).as("a repetition").isEqualTo(before);
        fixture.change(east, service("shop/db"));
        assertThat(fixture.federation.woken()).isEqualTo(before + 1);
        fixture.federation.updateGateway(withTunnel(east, 1));
        assertThat(fixture.federation.woken()).isEqualTo(before + 2);
        fixture.federation.removeCluster(new ClusterId("east"));
        assertThat(fixture.federation.woken()).isEqualTo(before + 3);
    }

    @Test
    void readersAreWokenWhenTheirPositionsEnd() {
        int before = fixture.federation.woken();
        fixture.store.fail(true);
        fixture.federation.updateGateway(GatewayMember.joined(east, NOW, NOW));
        assertThat(fixture.federation.woken()).isEqualTo(before + 1);
    }

    @Test
    void nobodyIsWokenForAClusterThatNobodySaw() {
        fixture.join("north", 3);
        int before = fixture.federation.woken();
        fixture.federation.removeCluster(new ClusterId("north"));
        assertThat(fixture.federation.woken()).isEqualTo(before);
    }

    @Test
    void everyKindOfChangeMovesThePosition() {
        Position start = position();
        fixture.snapshot(east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
        Position exported = position();
        fixture.federation.updateGateway(withTunnel(east, 1));
        Position peered = position();
        fixture.joinAnother("west", "gw-2");
        Position joined = position();
        fixture.federation.removeCluster(new ClusterId("east"));
        Position removed = position();
        assertThat(List.of(start, exported, peered, joined, removed))
                .extracting(Position::version)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(since(start))
                .containsExactlyInAnyOrder("-import shop/web", "-slice east/shop/web/a", "-peer east/gw-1");
        assertThat(since(exported))
                .containsExactlyInAnyOrder("-import shop/web", "-slice east/shop/web/a", "-peer east/gw-1");
        assertThat(since(removed)).isEmpty();
    }

    @Test
    void whereViewsStandIsSavedFromTheStart() {
        Fixture fresh = new Fixture();
        GatewayId gateway = fresh.join("east", 1);
        Position position = fresh.federation.since(gateway, Position.NONE).position();
        assertThat(new Fixture().store.load().exports().views().epoch()).isEqualTo("5-1-e1");
        assertThat(fresh.store.load().exports().views().epoch()).isEqualTo(position.epoch());
        assertThat(fresh.store.load().exports().views().revision()).isEqualTo(position.version());
    }

    @Test
    void gatewaysSeeEachOtherAgainAfterARestart() {
        fixture.store.commit(List.of(
                new StateChange.PutCluster(Fixture.cluster("east", 1)),
                new StateChange.PutCluster(Fixture.cluster("west", 2)),
                new StateChange.PutGateway(withTunnel(east, 1)),
                new StateChange.PutGateway(withTunnel(west, 2))));
        TestFederation restarted =
                new TestFederation(fixture.store, new ExportLimits(10, 20, 200), () -> "fresh", Fixture.HOLD, NOW);
        assertThat(restarted.since(west, Position.NONE).upserts())
                .extracting(item -> Fixture.text(item.key()))
                .containsExactly("peer east/gw-1");
    }

    @Test
    void howGatewaysAreReachedIsAmongWhatIsWrittenOnceTheStoreWorksAgain() {
        fixture.store.fail(true);
        fixture.federation.updateGateway(withTunnel(east, 1));
        fixture.store.fail(false);
        fixture.federation.tick(NOW);
        assertThat(fixture.store.load().gateways()).contains(withTunnel(east, 1));
    }

    @Test
    void aChangeIsEmptyOnlyIfItSaysNothing() {
        Position start = position();
        assertThat(fixture.federation.since(west, start).isEmpty()).isTrue();
        fixture.snapshot(east, service("shop/web"));
        Position exported = position();
        assertThat(fixture.federation.since(west, start).isEmpty()).isFalse();
        fixture.snapshot(east);
        assertThat(fixture.federation.since(west, exported).isEmpty()).isFalse();
        assertThat(fixture.federation.since(west, Position.NONE).isEmpty())
                .as("an empty snapshot")
                .isFalse();
    }

    private Position position() {
        return fixture.federation.since(west, Position.NONE).position();
    }

    private List<String> since(Position position) {
        ViewChange change = fixture.federation.since(west, position);
        assertThat(change.snapshot()).isFalse();
        assertThat(change.upserts()).isEmpty();
        return change.removals().stream().map(key -> "-" + Fixture.text(key)).toList();
    }

    private static GatewayMember withTunnel(GatewayId id, int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        GatewayTunnel tunnel = new GatewayTunnel(
                TunnelPublicKey.of(key),
                List.of("192.0.2." + seed + ":51820"),
                List.of(PacketCipher.CHACHA20_POLY1305),
                true,
                1,
                false);
        return GatewayMember.joined(id, NOW, NOW).connected(NOW, "test", Optional.of(tunnel));
    }
}
