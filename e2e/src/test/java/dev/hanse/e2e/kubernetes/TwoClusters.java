// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.util.List;

/** A cluster set of two Kubernetes clusters: a control plane, and in each cluster an API server and a gateway that writes there by the shipped role. Owner thread: the test's. */
record TwoClusters(Federation federation, ClusterSide east, ClusterSide west) {

    static TwoClusters start(TestLab lab) throws IOException {
        Federation federation = Federation.start(lab);
        TwoClusters clusters = new TwoClusters(federation, side(lab, federation, 1), side(lab, federation, 2));
        clusters.both().forEach(each -> each.written().awaitHolder("gw-1"));
        return clusters;
    }

    private static ClusterSide side(TestLab lab, Federation federation, int number) throws IOException {
        String cluster = number == 1 ? "east" : "west";
        KubernetesApi api = KubernetesApi.start(lab, cluster);
        api.host().attach(federation.network(), "192.0.2." + (number + 2) + "/24");
        TestProcess gateway = GatewayFolder.write(
                        lab,
                        api.host(),
                        "gateway-" + cluster,
                        cluster,
                        "10." + number + ".0.0/16, \"fd00:10:" + number + "::/48\"",
                        "127.0.0.1:5353",
                        "127.0.0.1:9481",
                        "sources: {kubernetes: {kubeconfig: \"" + api.hanseKubeconfig() + "\", write-imports: true}}\n")
                .withToken(federation.token(cluster))
                .startReady();
        return new ClusterSide(cluster, number, api, gateway);
    }

    List<ClusterSide> both() {
        return List.of(east, west);
    }

    /** Makes a namespace in both. */
    void namespace(String name) {
        both().forEach(each ->
                each.api().admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}"));
    }
}
