// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.live;

import dev.hanse.controlplane.federation.ExportChange;
import dev.hanse.controlplane.federation.Federation;
import dev.hanse.controlplane.federation.ItemRefusal;
import dev.hanse.controlplane.federation.Outcome;
import dev.hanse.controlplane.federation.PublishedService;
import dev.hanse.controlplane.federation.ViewChange;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The federation of a running control plane: what happens to it is made durable, and streams are woken when views
 * change.
 *
 * <p>A store that cannot be written does not stop the exchange. Changes then live in memory only, views begin a new
 * epoch that the store does not know (so that nobody resumes on something lost), and everything is written anew once
 * the store works.
 *
 * <p>Owned by the control loop.
 */
public final class LiveFederation {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFederation.class);

    private final Federation federation;
    private final FederationStore store;
    private final Members members;
    private final LiveStreams streams;
    private final InstantSource clock;
    private boolean storeBehind;

    private LiveFederation(
            Federation federation, FederationStore store, Members members, LiveStreams streams, InstantSource clock) {
        this.federation = federation;
        this.store = store;
        this.members = members;
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * Fills an empty federation with what the store held.
     *
     * @param saved as the store gave it
     */
    public static LiveFederation restore(
            Federation federation,
            SavedState saved,
            FederationStore store,
            Members members,
            LiveStreams streams,
            InstantSource clock) {
        LiveFederation live = new LiveFederation(federation, store, members, streams, clock);
        live.settle(federation.restore(saved, clock.instant()));
        return live;
    }

    /** A member is new; it was made durable. */
    public void addCluster(ClusterMember cluster) {
        federation.addCluster(cluster);
    }

    /** A gateway is new; it was made durable. */
    public void addGateway(GatewayMember gateway) {
        settle(federation.addGateway(gateway));
    }

    /** A member is gone; that was made durable. */
    public void removeCluster(ClusterId cluster) {
        settle(federation.removeCluster(cluster));
    }

    /** Another gateway that uses this tunnel key. */
    public Optional<GatewayId> holderOf(GatewayTunnel tunnel, GatewayId except) {
        return federation.holderOf(tunnel, except);
    }

    /** A gateway's stream has begun; it said how it is reached. */
    public void updateGateway(GatewayMember gateway) {
        members.put(gateway);
        Outcome outcome = federation.updateGateway(gateway);
        List<StateChange> changes = new ArrayList<>(List.of(new StateChange.PutGateway(gateway)));
        changes.addAll(outcome.changes());
        settle(new Outcome(changes, List.of(), outcome.viewsChanged()));
    }

    /** See {@link Federation#connected}. */
    public boolean connected(GatewayId gateway, Position said) {
        return federation.connected(gateway, said);
    }

    /** A gateway's stream has ended. */
    public void lost(GatewayId id) {
        federation.lost(id, clock.instant());
        members.gateway(id).map(gateway -> gateway.seen(clock.instant())).ifPresent(seen -> {
            members.put(seen);
            persist(List.of(new StateChange.PutGateway(seen)));
        });
    }

    /** See {@link Federation#apply}. What it returns without refusals is durable, unless the store is unavailable. */
    public List<ItemRefusal> apply(GatewayId gateway, ExportChange piece) {
        Outcome outcome = federation.apply(gateway, piece, clock.instant());
        settle(outcome);
        return outcome.refusals();
    }

    /** Called about once a second. */
    public void tick() {
        settle(federation.tick(clock.instant()));
        if (storeBehind) {
            catchUp();
        }
    }

    /** Whether the last write failed. */
    public boolean isStoreBehind() {
        return storeBehind;
    }

    /** See {@link Federation#resumesFrom}. */
    public boolean resumesFrom(GatewayId gateway, Position position) {
        return federation.resumesFrom(gateway, position);
    }

    /** See {@link Federation#since}. */
    public ViewChange since(GatewayId gateway, Position position) {
        return federation.since(gateway, position);
    }

    /** See {@link Federation#services}. */
    public NavigableMap<ServiceName, PublishedService> services() {
        return federation.services();
    }

    /** See {@link Federation#exportedServices}. */
    public int exportedServices(ClusterId cluster) {
        return federation.exportedServices(cluster);
    }

    private void settle(Outcome outcome) {
        persist(outcome.changes());
        if (outcome.viewsChanged()) {
            streams.wakeAll();
        }
    }

    private void persist(List<StateChange> changes) {
        if (changes.isEmpty() || storeBehind) {
            return;
        }
        try {
            store.commit(changes);
        } catch (StoreUnavailableException e) {
            storeBehind = true;
            federation.restartViews();
            streams.wakeAll();
            LOG.error("the store cannot be written; exports go on in memory until it can: {}", e.getMessage());
        }
    }

    private void catchUp() {
        List<StateChange> changes = new ArrayList<>();
        members.gateways().forEach(gateway -> changes.add(new StateChange.PutGateway(gateway)));
        changes.add(new StateChange.ReplaceExports(federation.saved()));
        try {
            store.commit(changes);
            storeBehind = false;
            LOG.info("the store can be written again; everything was written anew");
        } catch (StoreUnavailableException e) {
            LOG.debug("the store still cannot be written", e);
        }
    }
}
