// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.gateway.paths.PathStatus;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.Reach;
import dev.hanse.proto.v1.RemoteCluster;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Makes what nodes are told of the view and the paths, anew only where one of them is another one. One thread. */
final class NodeViews {

    private final NodeView own;
    private final Supplier<ViewContent> content;
    private final Supplier<PathStatus> paths;
    private final BooleanSupplier fromState;
    private boolean lastFromState;
    private ViewContent lastContent = ViewContent.EMPTY;
    private PathStatus lastPaths;
    private NodeView last;

    /**
     * What a gateway says of itself.
     *
     * @param cluster its name
     * @param gateway its name within it
     */
    record Own(String cluster, String gateway, List<IpPrefix> pods, List<IpPrefix> services) {}

    /**
     * @param content the newest view
     * @param paths the paths at this moment
     * @param fromState whether the control plane has not confirmed that view, or is not heard
     */
    NodeViews(Own own, Supplier<ViewContent> content, Supplier<PathStatus> paths, BooleanSupplier fromState) {
        this.own = NodeView.newBuilder()
                .setCluster(own.cluster())
                .setGateway(own.gateway())
                .addAllPodPrefixes(texts(own.pods()))
                .addAllServicePrefixes(texts(own.services()))
                .build();
        this.content = content;
        this.paths = paths;
        this.fromState = fromState;
        this.lastPaths = paths.get();
        this.last = this.own;
    }

    private static List<String> texts(Collection<IpPrefix> prefixes) {
        return prefixes.stream().map(IpPrefix::toString).toList();
    }

    /** What holds now, without next hops; the same object where nothing has changed. */
    NodeView now() {
        // First, so that an old view is never taken for confirmed while a new one takes its place.
        boolean kept = fromState.getAsBoolean();
        ViewContent newest = content.get();
        PathStatus status = paths.get();
        if (newest != lastContent || status != lastPaths || kept != lastFromState) {
            lastContent = newest;
            lastPaths = status;
            lastFromState = kept;
            NodeView made = made(newest, status, kept);
            last = made.equals(last) ? last : made;
        }
        return last;
    }

    private NodeView made(ViewContent newest, PathStatus status, boolean kept) {
        NodeView.Builder view =
                own.toBuilder().setKnown(newest != ViewContent.EMPTY).setFromState(kept);
        Map<PeerId, PathState> states = new HashMap<>();
        for (PathState each : status.states()) {
            states.put(each.peer(), each);
        }
        Map<String, RemoteCluster.Builder> clusters = new TreeMap<>();
        newest.peers()
                .values()
                .forEach(peer -> clusters.merge(
                        peer.id().cluster(), cluster(peer, states, status.drained()), NodeViews::joined));
        clusters.values().forEach(view::addRemoteClusters);
        return view.build();
    }

    private static RemoteCluster.Builder cluster(PeerConfig peer, Map<PeerId, PathState> states, boolean drained) {
        PathState state = states.get(peer.id());
        // Of a path that has said nothing yet it is not known that it carries none.
        Reach reach = state == null ? Reach.REACH_AVOID : state.up() ? up(drained) : Reach.REACH_DOWN;
        return RemoteCluster.newBuilder()
                .setCluster(peer.id().cluster())
                .addAllPrefixes(texts(peer.prefixes()))
                .setInnerMtu(state != null && state.up() ? state.mtu() : 0)
                .setReach(reach);
    }

    /** Of one that is drained flows take another one, where there is any. */
    private static Reach up(boolean drained) {
        return drained ? Reach.REACH_AVOID : Reach.REACH_UP;
    }

    /** Of two gateways of a cluster: the better path counts. */
    private static RemoteCluster.Builder joined(RemoteCluster.Builder one, RemoteCluster.Builder other) {
        TreeSet<String> prefixes = new TreeSet<>(one.getPrefixesList());
        prefixes.addAll(other.getPrefixesList());
        Reach better = one.getReach().getNumber() <= other.getReach().getNumber() ? one.getReach() : other.getReach();
        return one.clearPrefixes()
                .addAllPrefixes(prefixes)
                .setInnerMtu(lesser(one.getInnerMtu(), other.getInnerMtu()))
                .setReach(better);
    }

    /** 0 is none that is known. */
    private static int lesser(int one, int other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }
}
