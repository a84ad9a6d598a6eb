// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.e2e.host.TestProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One of two clusters, as its users see it.
 *
 * @param cluster its id
 * @param number its pods have addresses in {@code 10.NUMBER.0.0/16} and {@code fd00:10:NUMBER::/48}
 * @param gateway its only one
 */
record ClusterSide(String cluster, int number, KubernetesApi api, TestProcess gateway) implements McsCluster {

    /** Where its gateway answers, for {@code dig}. */
    static final String DNS = "@127.0.0.1 -p 5353";

    @Override
    public ApiClient admin() {
        return api.admin();
    }

    WrittenObjects written() {
        return new WrittenObjects(admin());
    }

    /**
     * Makes the slices of a Service, one of each family.
     *
     * @param ports in YAML, on one line
     * @param hosts the last numbers of the endpoints' addresses
     */
    void endpoints(String namespace, String service, String ports, int... hosts) {
        for (boolean six : new boolean[] {false, true}) {
            StringBuilder endpoints = new StringBuilder();
            for (int host : hosts) {
                endpoints.append("{addresses: [\"%s\"], conditions: {ready: true}}, "
                        .formatted(six ? address6(host) : address(host)));
            }
            slice(namespace, service, six ? "IPv6" : "IPv4", ports, endpoints.toString());
        }
    }

    void slice(String namespace, String service, String family, String ports, String endpoints) {
        api.admin().apply("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: "%s-%s", namespace: %s, labels: {kubernetes.io/service-name: %s}}
                addressType: %s
                ports: %s
                endpoints: [%s]
                """.formatted(
                service, family.toLowerCase(java.util.Locale.ROOT), namespace, service, family, ports, endpoints));
    }

    String address(int host) {
        return "10." + number + ".0." + host;
    }

    String address6(int host) {
        return "fd00:10:" + number + "::" + host;
    }

    void deleteService(String namespace, String name) {
        delete("/api/v1/namespaces/" + namespace + "/services/" + name);
    }

    /** What kube-proxy makes of the Service that stands for an import: where a port of it leads to, as {@code 10.1.0.10:8080}. */
    Set<String> reached(String namespace, String name, String protocol, int port) {
        JsonObject derived =
                api.admin().get("/api/v1/namespaces/" + namespace + "/services/" + derived(namespace, name));
        Set<String> reached = new TreeSet<>();
        McsCluster.objects(derived.getJsonObject("spec").getJsonArray("ports"))
                .filter(each -> each.getInteger("port") == port
                        && each.getString("protocol").equals(protocol))
                .forEach(each -> slices(namespace, name)
                        .forEach(slice -> reached.addAll(reached(slice, each.getString("name", ""), protocol))));
        return reached;
    }

    /** Where a packet to a port of an address gets: to endpoints where that is an address of the import, else to the address itself. */
    Set<String> follow(String namespace, String name, String address, String protocol, int port) {
        JsonArray ips = imported(namespace, name).getJsonObject("spec").getJsonArray("ips", new JsonArray());
        return ips.contains(address) ? reached(namespace, name, protocol, port) : Set.of(address + ":" + port);
    }

    private static Set<String> reached(JsonObject slice, String portName, String protocol) {
        Set<String> reached = new TreeSet<>();
        McsCluster.objects(slice.getJsonArray("ports"))
                .filter(each -> each.getString("name", "").equals(portName)
                        && each.getString("protocol").equals(protocol))
                .forEach(each -> McsCluster.objects(slice.getJsonArray("endpoints"))
                        .filter(endpoint -> endpoint.getJsonObject("conditions").getBoolean("ready"))
                        .forEach(endpoint -> reached.add(
                                endpoint.getJsonArray("addresses").getString(0) + ":" + each.getInteger("port"))));
        return reached;
    }

    /** Asks the cluster's gateway about a service of the cluster set; the lines of the answer. */
    List<String> dig(String type, String name) {
        return api.host()
                .run("dig", "+short", "+tries=1", "-p", "5353", "@127.0.0.1", name + ".svc.clusterset.local", type)
                .orFail()
                .output()
                .lines()
                .sorted()
                .toList();
    }

    /** The code of the answer: {@code NXDOMAIN}. */
    String digStatus(String name) {
        String output = api.host()
                .run("dig", "+tries=1", "-p", "5353", "@127.0.0.1", name, "A")
                .orFail()
                .output();
        return output.replaceFirst("(?s).*status: (\\w+),.*", "$1");
    }
}
