// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;

/**
 * A cluster for tunnel tests: a gateway on the WAN (192.0.2.N in a /25, 2001:db8::N) and one pod behind it (10.N.0.2, fd00:N::2) whose packets to
 * everywhere go through the gateway.
 */
final class TunnelHosts {

    private final int number;
    private final TestLab lab;
    private final TestNetwork pods;
    private final TestHost gateway;
    private final TestHost pod;

    TunnelHosts(TestLab lab, TestNetwork wan, String name, int number) {
        this.number = number;
        gateway = lab.host(name);
        pod = lab.host(name + "-pod");
        this.lab = lab;
        pods = lab.network(name + "-pods");
        gateway.attach(wan, "192.0.2." + number + "/25", "2001:db8::" + number + "/64");
        gateway.attach(pods, "10." + number + ".0.1/24", "fd00:" + number + "::1/64");
        join(pod, 2);
        gateway.forward();
    }

    private void join(TestHost host, int place) {
        host.attach(pods, "10." + number + ".0." + place + "/24", "fd00:" + number + "::" + place + "/64");
        host.route("default", "10." + number + ".0.1");
        host.ip("-6", "route", "add", "default", "via", "fd00:" + number + "::1");
    }

    /** Another pod beside the first, 10.N.0.3; to be called once. */
    TestHost secondPod(String name) {
        TestHost second = lab.host(name);
        join(second, 3);
        return second;
    }

    /** Another gateway beside the first, 192.0.2.3, by which the pod sends to all others from now on; to be called once. */
    TestHost secondGateway(String name, TestNetwork wan) {
        TestHost second = lab.host(name);
        second.attach(wan, "192.0.2.3/25", "2001:db8::3/64");
        second.attach(pods, "10." + number + ".0.4/24", "fd00:" + number + "::4/64");
        second.forward();
        pod.ip("route", "replace", "default", "via", "10." + number + ".0.4");
        pod.ip("-6", "route", "replace", "default", "via", "fd00:" + number + "::4");
        return second;
    }

    /** Packets between the pods and the gateway may be so long. */
    void podMtu(int octets) {
        pods.mtu(octets);
        gateway.mtu("eth1", octets);
        pod.mtu("eth0", octets);
    }

    TestHost gateway() {
        return gateway;
    }

    TestHost pod() {
        return pod;
    }

    String wanAddress() {
        return "192.0.2." + number;
    }

    String wanAddress6() {
        return "2001:db8::" + number;
    }

    String podAddress() {
        return "10." + number + ".0.2";
    }

    String podAddress6() {
        return "fd00:" + number + "::2";
    }

    String prefixes() {
        return "10." + number + ".0.0/24,fd00:" + number + "::/64";
    }
}
