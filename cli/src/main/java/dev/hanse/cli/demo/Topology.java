// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The hosts of the demo and their links:
 *
 * <pre>
 *   east-pod-1 ─┐                      wan                       ┌─ west-pod-1
 *               ├─ east-gateway ────── router ────── west-gateway ─┤
 *   east-pod-2 ─┘                        │                       └─ west-pod-2
 *                                  control-plane
 * </pre>
 *
 * The router knows the three links of the WAN and no pod prefix: a pod's packet crosses it inside the tunnel or not at all.
 *
 * @param controlPlane its host
 * @param controlPlaneAddress on the WAN
 */
record Topology(Host controlPlane, String controlPlaneAddress, Site east, Site west) {

    private static final int PODS = 2;

    /** Its gateway's network, and the control plane's. */
    private static final List<String> EAST_SHARED = List.of("192.0.2.0/24", "198.51.100.0/24");

    private static final List<String> WEST_SHARED = List.of("203.0.113.0/24");

    /** @param shared whether the addresses of gateways and control plane lie in pod prefixes, as where nodes and pods share a network */
    static Topology build(Lab lab, boolean shared) {
        lab.prepareNameservers();
        Host wan = lab.host("wan");
        wan.forward();
        Host controlPlane = lab.host("control-plane");
        join(wan, controlPlane, "198.51.100");
        return new Topology(
                controlPlane,
                "198.51.100.2",
                site(lab, wan, "east", "10.10", "192.0.2", shared ? EAST_SHARED : List.of()),
                site(lab, wan, "west", "10.20", "203.0.113", shared ? WEST_SHARED : List.of()));
    }

    private static Site site(Lab lab, Host wan, String cluster, String podNet, String wanNet, List<String> shared) {
        Host gateway = lab.host(cluster + "-gateway");
        gateway.forward();
        join(wan, gateway, wanNet);
        gateway.ip("link add pods type bridge", "addr add " + podNet + ".0.1/24 dev pods", "link set pods up");
        List<Site.Pod> pods = IntStream.rangeClosed(1, PODS)
                .mapToObj(number -> pod(lab, gateway, cluster, podNet, number))
                .toList();
        return new Site(cluster, podNet + ".0.0/16", shared, gateway, wanNet + ".2", podNet + ".0.1", pods);
    }

    private static Site.Pod pod(Lab lab, Host gateway, String cluster, String podNet, int number) {
        Host pod = lab.host(cluster + "-pod-" + number);
        String address = podNet + ".0." + (10 + number);
        gateway.link("pod-" + number, pod, "eth0");
        gateway.ip("link set pod-" + number + " master pods up");
        pod.ip("addr add " + address + "/24 dev eth0", "link set eth0 up", "route add default via " + podNet + ".0.1");
        pod.nameserver(podNet + ".0.1");
        return new Site.Pod(pod, address);
    }

    /** A link of its own to the router, which is the default route. */
    private static void join(Host wan, Host host, String net) {
        String port = "to-" + host.name().substring(0, 4);
        wan.link(port, host, "wan0");
        wan.ip("addr add " + net + ".1/30 dev " + port, "link set " + port + " up");
        host.ip("addr add " + net + ".2/30 dev wan0", "link set wan0 up", "route add default via " + net + ".1");
    }
}
