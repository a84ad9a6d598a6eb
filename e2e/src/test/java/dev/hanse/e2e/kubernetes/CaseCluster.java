// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One of the two clusters in which the cases of the conformance suite run: with pods, or with what stands in for them. */
public interface CaseCluster extends McsCluster {

    /** What is reached where nothing is. */
    String NOTHING = "nothing";

    /**
     * Makes the Service {@code hello} with one endpoint that is ready.
     *
     * @param spec of the Service in YAML, on one line
     * @param targets ports of slices that are written by hand, alike
     */
    void hello(String namespace, String spec, String targets);

    /**
     * Makes the Service {@code hello} with endpoints that have names, {@code hello-0} and on, as a StatefulSet has them.
     *
     * @param ready how many are ready
     * @param others how many are not, behind them
     */
    void named(String namespace, String spec, String targets, int ready, int others);

    /** What is answered about a service of the cluster set, such as {@code hello.row-1}; the lines of the answer in their order. */
    List<String> dig(String type, String name);

    /**
     * Where clients of a port of {@code hello} in the cluster set get, by its name, by TCP and UDP and in both families: the addresses of endpoints, and {@link #NOTHING} for those who get nowhere.
     *
     * @param tries of each kind
     */
    Set<String> reached(String namespace, int port, int tries);

    /** Fails unless {@code cluster.local} has of {@code hello} what this cluster itself has of it. */
    void checkOwnName(String namespace);

    /** The case that had a namespace has ended. */
    void ended(String namespace);

    /** Addresses of a family of the endpoints of {@code hello} here that are ready, in the order of their names. */
    default List<String> backends(String namespace, boolean ipv6) {
        return endpoints(namespace, ipv6)
                .filter(each -> each.getJsonObject("conditions").getBoolean("ready"))
                .sorted(Comparator.comparing(each -> each.getString("hostname", "")))
                .map(each -> each.getJsonArray("addresses").getString(0))
                .toList();
    }

    /** All endpoints of that family. */
    default Stream<JsonObject> endpoints(String namespace, boolean ipv6) {
        return McsCluster.objects(admin().get("/apis/discovery.k8s.io/v1/namespaces/" + namespace
                                + "/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dhello")
                        .getJsonArray("items"))
                .filter(each -> each.getString("addressType").equals(ipv6 ? "IPv6" : "IPv4"))
                .flatMap(each -> McsCluster.objects(each.getJsonArray("endpoints")));
    }
}
