// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import dev.hanse.controlplane.exports.ExportChange;
import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.exports.ExportOutcome;
import dev.hanse.controlplane.exports.ItemRefusal;
import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.exports.ServiceExports;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.peers.PeerSight;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.views.PublishedService;
import dev.hanse.controlplane.views.ViewChange;
import dev.hanse.controlplane.views.Views;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.net.keys.PresharedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Exports, peers and views over a store, put together as the control plane does, without streams and loop. Used by one
 * thread.
 */
public final class TestFederation {

    private final StateWriter writer;
    private final Peers peers;
    private final MemberExports exports;
    private final Views views;
    private int woken;
    private Instant latest;

    /** What a change of exports brought about. */
    public record Outcome(List<ItemRefusal> refusals, boolean viewsChanged) {}

    /** As the store has it. */
    public TestFederation(
            FederationStore store, ExportLimits limits, Supplier<String> epochs, Duration hold, Instant now) {
        this(store, limits, epochs, hold, now, "meaning");
    }

    /** As the store has it; {@code meaning} of the views. */
    public TestFederation(
            FederationStore store,
            ExportLimits limits,
            Supplier<String> epochs,
            Duration hold,
            Instant now,
            String meaning) {
        SavedState saved = store.load();
        writer = new StateWriter(store);
        peers = new Peers(saved, (_, _) -> PresharedKey.of(new byte[32]));
        latest = now;
        exports = new MemberExports(limits, hold, saved, now, () -> nanosSince(now));
        views = new Views(writer, () -> woken++, epochs);
        views.restore(
                saved.gateways(),
                peers::seenBy,
                exports.services(),
                saved.exports().views(),
                store.marks(),
                meaning);
    }

    private long nanosSince(Instant start) {
        return Duration.between(start, latest).toNanos();
    }

    /** A member is new. */
    public void addCluster(ClusterMember cluster) {
        peers.add(cluster);
        exports.addCluster(cluster);
    }

    /** A gateway is new. */
    public void addGateway(GatewayMember gateway) {
        exports.addGateway(gateway.id());
        views.addGateway(gateway.id(), peers.put(gateway));
    }

    /** A member is gone. */
    public void removeCluster(ClusterId id) {
        List<GatewayId> gateways =
                peers.members().gatewaysOf(id).stream().map(GatewayMember::id).toList();
        List<PeerSight> sights = peers.remove(id);
        List<ServiceExports> services = exports.remove(id);
        views.remove(gateways, sights, services);
    }

    /** A gateway says how it is reached. */
    public void updateGateway(GatewayMember gateway) {
        views.update(peers.put(gateway), List.of(new StateChange.PutGateway(gateway)));
    }

    /** Who else uses a tunnel key. */
    public Optional<GatewayId> holderOf(GatewayTunnel tunnel, GatewayId except) {
        return peers.holderOf(tunnel, except);
    }

    /** A stream has begun. */
    public boolean connected(GatewayId gateway, Position said) {
        return exports.connected(gateway, said);
    }

    /** A stream has ended. */
    public void lost(GatewayId gateway, Instant now) {
        exports.lost(gateway, now);
    }

    /** A gateway has sent a delta. */
    public Outcome apply(GatewayId gateway, ExportChange piece, Instant now) {
        int before = woken;
        latest = now;
        ExportOutcome outcome = exports.apply(gateway, piece, now);
        views.update(outcome);
        return new Outcome(outcome.refusals(), woken > before);
    }

    /** A second has passed. */
    public void tick(Instant now) {
        latest = now;
        views.update(exports.dropLost(now));
        views.catchUp(peers, exports);
    }

    /** Whether something is in memory only. */
    public boolean isStoreBehind() {
        return writer.isBehind();
    }

    /** How often readers were woken. */
    public int woken() {
        return woken;
    }

    /** Whether a gateway's view goes on there. */
    public boolean resumesFrom(GatewayId gateway, Position position) {
        return views.resumesFrom(gateway, position);
    }

    /** What a gateway has not seen. */
    public ViewChange since(GatewayId gateway, Position position) {
        return views.since(gateway, position);
    }

    /** Octets of memory that all exports are counted for. */
    public long octets() {
        return exports.octets();
    }

    /** All services. */
    public NavigableMap<ServiceName, PublishedService> services() {
        return views.services();
    }
}
