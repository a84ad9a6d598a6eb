// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects live tunnels from being touched by a view that says nothing new of them. */
class TunnelConsumerTest implements TunnelPort {

    private static final ViewItem WEST = Items.peer("west", "gw-1", "10.20.0.0/16");
    private static final ViewItem NORTH = Items.peer("north", "gw-1", "10.30.0.0/16");

    private final List<Integer> applied = new ArrayList<>();
    private final TunnelConsumer consumer = new TunnelConsumer(this);
    private boolean broken;

    @Override
    public void apply(List<PeerConfig> peers) {
        if (broken) {
            throw new IllegalStateException("broken");
        }
        applied.add(peers.size());
    }

    @Override
    public void rekey(StaticKey key) {}

    @Override
    public List<PathState> paths() {
        return List.of();
    }

    @Override
    public TunnelStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void controlPlane(Set<InetSocketAddress> addresses) {}

    @Override
    public void drain(boolean drained) {}

    @Override
    public void leave() {}

    @Override
    public void close() {}

    private static ServedView view(Set<ClusterId> unreachable, ViewItem... items) {
        ViewAssembler assembler = new ViewAssembler(new ViewRules(new ClusterId("east"), List.of()));
        assembler.apply(ViewDelta.newBuilder()
                .setPosition(Position.newBuilder().setEpoch("e").setVersion(1))
                .setSnapshotBegin(true)
                .addAllUpserts(List.of(items))
                .build());
        return new ServedView(assembler.content(), unreachable);
    }

    @Test
    void appliesPeersWhereTheyDifferAndThoseOfTheFirstViewAlsoWhereThereAreNone() {
        consumer.accept(view(Set.of()));
        consumer.accept(view(Set.of(), WEST));
        consumer.accept(view(Set.of(new ClusterId("west")), WEST, Items.serviceImport("web", "west")));
        consumer.accept(view(Set.of(), WEST, NORTH));
        consumer.accept(view(Set.of()));

        assertThat(applied).containsExactly(0, 1, 2, 0);
    }

    @Test
    void peersThatWereNotTakenAreAppliedAgain() {
        broken = true;
        assertThatThrownBy(() -> consumer.accept(view(Set.of(), WEST))).hasMessage("broken");
        broken = false;

        consumer.accept(view(Set.of(), WEST));
        assertThat(applied).containsExactly(1);
    }
}
