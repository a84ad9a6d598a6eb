// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Clients on every node of both clusters, in networks of their own and in the node's, and services that are exported: two of east and one of west. */
record PodShop(NodeBed bed) {
    /** Of east, on both nodes that take pods. */
    static final String WEB = "web.shop.svc.clusterset.local";
    /** Of west, the same. */
    static final String DEPOT = "web.depot.svc.clusterset.local";
    /** Of east, headless, of two pods with names. */
    static final String NAMED = "named.shop.svc.clusterset.local";
    /** Of east, on its second node alone. */
    static final String STEADY = "steady.shop.svc.clusterset.local";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Returns when all pods are ready. */
    static PodShop open(NodeBed bed) {
        String web = NodeCluster.resource("web.yaml");
        String depot = web.replace("namespace: shop", "namespace: depot").replace("name: shop", "name: depot");
        String steady = web.replace("name: web,", "name: steady,")
                .replace("app: web", "app: steady")
                .replace(
                        "      terminationGracePeriodSeconds",
                        "      nodeName: east-2\n      terminationGracePeriodSeconds");
        bed.both().forEach(each -> each.kubectl().apply(NodeCluster.resource("client.yaml")));
        bed.east().kubectl().apply("{apiVersion: v1, kind: Namespace, metadata: {name: depot}}");
        bed.west().kubectl().apply(depot);
        bed.east().kubectl().apply(web + "---\n" + steady + "---\n" + NodeCluster.resource("named.yaml"));
        List.of("web", "steady", "named").forEach(each -> PodFederation.export(bed.east(), "shop", each));
        PodFederation.export(bed.west(), "depot", "web");
        bed.both().forEach(PodShop::awaitClients);
        Stream.of("deployment/web", "deployment/steady", "statefulset/named")
                .forEach(each -> bed.east().kubectl().awaitRollout("shop", each, LIMIT));
        bed.west().kubectl().awaitRollout("depot", "deployment/web", LIMIT);
        return new PodShop(bed);
    }

    private static void awaitClients(NodeCluster cluster) {
        cluster.kubectl().awaitRollout("shop", "daemonset/client", LIMIT);
        cluster.kubectl().awaitRollout("shop", "daemonset/host-client", LIMIT);
    }

    /** One on each node. */
    Stream<ClientPod> clients(NodeCluster cluster) {
        return ClientPod.of(cluster);
    }

    /** One on each node, in its network. */
    Stream<ClientPod> hostClients(NodeCluster cluster) {
        return ClientPod.ofHosts(cluster);
    }

    /** Addresses of a pod of the service that the other cluster knows as {@link #WEB} or {@link #DEPOT}, IPv4 and IPv6. */
    List<String> server(NodeCluster cluster) {
        String namespace = cluster == bed.east() ? "shop" : "depot";
        String ips = cluster.kubectl()
                .get("-n", namespace, "get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].status.podIPs[*].ip}");
        return List.of(ips.split(" "));
    }

    /** Takes all away, on nodes that live. */
    void close() {
        AtOnce.run(bed.both().stream()
                .<Runnable>map(each -> () -> each.kubectl()
                        .run(LIMIT, "delete", "namespace", "shop", "depot", "--wait")
                        .orFail())
                .toList());
    }
}
