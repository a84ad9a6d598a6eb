// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A cluster of an API server and a gateway: slices are written by hand, names are asked of the gateway, and its answers are followed as kube-proxy would. */
record NodelessCluster(ClusterSide side) implements CaseCluster {
    private static final int FIRST = 10;

    /** Where endpoints listen. */
    private static final String LISTENS = ":42";

    @Override
    public String cluster() {
        return side.cluster();
    }

    @Override
    public ApiClient admin() {
        return side.admin();
    }

    @Override
    public void hello(String namespace, String spec, String targets) {
        service(namespace, "hello", spec);
        side.endpoints(namespace, "hello", targets, FIRST);
    }

    @Override
    public void named(String namespace, String spec, String targets, int ready, int others) {
        service(namespace, "hello", spec);
        for (boolean six : new boolean[] {false, true}) {
            StringBuilder endpoints = new StringBuilder();
            for (int i = 0; i < ready + others; i++) {
                endpoints.append("{addresses: [\"%s\"], hostname: hello-%d, conditions: {ready: %s}}, "
                        .formatted(six ? side.address6(FIRST + i) : side.address(FIRST + i), i, i < ready));
            }
            side.slice(namespace, "hello", six ? "IPv6" : "IPv4", targets, endpoints.toString());
        }
    }

    @Override
    public List<String> dig(String type, String name) {
        return side.dig(type, name);
    }

    @Override
    public Set<String> reached(String namespace, int port, int tries) {
        Set<String> reached = new TreeSet<>();
        for (String type : List.of("A", "AAAA")) {
            List<String> addresses = List.of();
            for (int i = 0; i < tries; i++) {
                addresses = addresses.isEmpty() ? addresses(type, "hello." + namespace) : addresses;
                reached.addAll(follow(namespace, addresses, "TCP", port));
                reached.addAll(follow(namespace, addresses, "UDP", port));
            }
        }
        return reached;
    }

    /** A gateway that cannot answer has no address either. */
    private List<String> addresses(String type, String name) {
        List<String> found = dig(type, name);
        if (found.isEmpty()) {
            assertThat(side.digStatus(name + ".svc.clusterset.local")).isEqualTo("NXDOMAIN");
        }
        return found;
    }

    private List<String> follow(String namespace, List<String> addresses, String protocol, int port) {
        List<String> all = addresses.stream()
                .flatMap(each -> side.follow(namespace, "hello", each, protocol, port).stream())
                .map(each -> each.endsWith(LISTENS) ? each.substring(0, each.length() - LISTENS.length()) : each)
                .toList();
        return all.isEmpty() ? List.of(NOTHING) : all;
    }

    /** There is no CoreDNS, and the gateway is not to answer. */
    @Override
    public void checkOwnName(String namespace) {
        assertThat(side.digStatus("hello." + namespace + ".svc.cluster.local")).isEqualTo("REFUSED");
    }

    /** All of it ends with the API server. */
    @Override
    public void ended(String namespace) {}
}
