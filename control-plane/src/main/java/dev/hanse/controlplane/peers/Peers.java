// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.discovery.model.ClusterId;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of members as peers of each other. Each change returns how gateways see each other after it; whoever
 * shows that to them decides when.
 *
 * <p>Owned by the control loop.
 */
public final class Peers {

    private final Members members;
    private final PathReports paths = new PathReports();
    private final RefusedWrites writes = new RefusedWrites();
    private final PeerIndex index;
    private final Underlay underlay;
    private final TunnelClaims claims;

    /**
     * As they were kept.
     *
     * @param pairKeys for tunnels between gateways
     */
    public Peers(SavedState saved, PairKeys pairKeys) {
        this(saved, pairKeys, List::of);
    }

    /**
     * As they were kept.
     *
     * @param pairKeys for tunnels between gateways
     * @param controlPlane where gateways reach it, as far as that is known yet
     */
    public Peers(SavedState saved, PairKeys pairKeys, Supplier<? extends Collection<InetAddress>> controlPlane) {
        this.members = new Members(saved);
        this.index = new PeerIndex(members, pairKeys);
        this.underlay = new Underlay(members, controlPlane);
        this.claims = new TunnelClaims(members, controlPlane);
    }

    /** Who is a member. */
    public Members members() {
        return members;
    }

    /** Addresses that gateways send to outside the tunnel. */
    public Underlay underlay() {
        return underlay;
    }

    /** Whose a tunnel address is. */
    public TunnelClaims claims() {
        return claims;
    }

    /** Which paths gateways report. */
    public PathReports paths() {
        return paths;
    }

    /** What gateways report that they cannot write. */
    public RefusedWrites writes() {
        return writes;
    }

    /** How one gateway sees all others. */
    public List<PeerSight> seenBy(GatewayMember viewer) {
        return index.seenBy(viewer);
    }

    /** A member is new. */
    public void add(ClusterMember cluster) {
        members.put(cluster);
    }

    /** A gateway is new, or says how it is reached. */
    public List<PeerSight> put(GatewayMember gateway) {
        members.put(gateway);
        return index.around(gateway);
    }

    /** A gateway's stream has ended: what it reported is no longer current. */
    public Optional<GatewayMember> lost(GatewayId id, Instant now) {
        paths.remove(id);
        writes.remove(id);
        Optional<GatewayMember> seen = members.gateway(id).map(each -> each.seen(now));
        seen.ifPresent(members::put);
        return seen;
    }

    /** A member is gone. */
    public List<PeerSight> remove(ClusterId cluster) {
        List<GatewayId> gone =
                members.gatewaysOf(cluster).stream().map(GatewayMember::id).toList();
        members.remove(cluster);
        paths.removeAll(cluster);
        writes.removeAll(cluster);
        return gone.stream().flatMap(each -> index.without(each).stream()).toList();
    }

    /** A gateway of a member is gone. */
    public List<PeerSight> remove(GatewayId gateway) {
        members.remove(gateway);
        paths.forget(gateway);
        writes.remove(gateway);
        return index.without(gateway);
    }

    /** Another gateway that uses this tunnel's key. */
    public Optional<GatewayId> holderOf(GatewayTunnel tunnel, GatewayId except) {
        return index.holderOf(tunnel.publicKey(), except);
    }
}
