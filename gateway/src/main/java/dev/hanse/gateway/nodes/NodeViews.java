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
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Makes what nodes are told of the view and the paths, anew only where one of them is another one. One thread. */
final class NodeViews {

    private final NodeView own;
    private final Supplier<ViewContent> content;
    private final Supplier<PathStatus> paths;
    private final IntSupplier mtu;
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
     * @param mtu largest packet for other clusters, octets; 0: not known
     */
    NodeViews(Own own, Supplier<ViewContent> content, Supplier<PathStatus> paths, IntSupplier mtu) {
        this.own = NodeView.newBuilder()
                .setCluster(own.cluster())
                .setGateway(own.gateway())
                .addAllPodPrefixes(texts(own.pods()))
                .addAllServicePrefixes(texts(own.services()))
                .build();
        this.content = content;
        this.paths = paths;
        this.mtu = mtu;
        this.lastPaths = paths.get();
        this.last = this.own;
    }

    private static List<String> texts(Collection<IpPrefix> prefixes) {
        return prefixes.stream().map(IpPrefix::toString).toList();
    }

    /** What holds now, without next hops; the same object where nothing has changed. */
    NodeView now() {
        ViewContent newest = content.get();
        PathStatus status = paths.get();
        if (newest != lastContent || status != lastPaths) {
            lastContent = newest;
            lastPaths = status;
            NodeView made = made(newest, status);
            last = made.equals(last) ? last : made;
        }
        return last;
    }

    private NodeView made(ViewContent newest, PathStatus status) {
        NodeView.Builder view = own.toBuilder().setKnown(newest != ViewContent.EMPTY);
        Map<PeerId, Boolean> up = new HashMap<>();
        for (PathState each : status.states()) {
            up.put(each.peer(), each.up());
        }
        Map<String, RemoteCluster.Builder> clusters = new TreeMap<>();
        newest.peers()
                .values()
                .forEach(peer ->
                        clusters.merge(peer.id().cluster(), cluster(peer, up), (one, other) -> joined(one, other)));
        clusters.values().forEach(view::addRemoteClusters);
        return view.build();
    }

    private RemoteCluster.Builder cluster(PeerConfig peer, Map<PeerId, Boolean> up) {
        Boolean state = up.get(peer.id());
        // Of a path that has said nothing yet it is not known that it carries none.
        Reach reach = state == null ? Reach.REACH_AVOID : state ? Reach.REACH_UP : Reach.REACH_DOWN;
        return RemoteCluster.newBuilder()
                .setCluster(peer.id().cluster())
                .addAllPrefixes(texts(peer.prefixes()))
                .setInnerMtu(mtu.getAsInt())
                .setReach(reach);
    }

    /** Of two gateways of a cluster: the better path counts. */
    private static RemoteCluster.Builder joined(RemoteCluster.Builder one, RemoteCluster.Builder other) {
        TreeSet<String> prefixes = new TreeSet<>(one.getPrefixesList());
        prefixes.addAll(other.getPrefixesList());
        Reach better = one.getReach().getNumber() <= other.getReach().getNumber() ? one.getReach() : other.getReach();
        return one.clearPrefixes().addAllPrefixes(prefixes).setReach(better);
    }
}
