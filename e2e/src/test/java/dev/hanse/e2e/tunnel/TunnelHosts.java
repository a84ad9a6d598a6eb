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
    private final TestHost gateway;
    private final TestHost pod;

    TunnelHosts(TestLab lab, TestNetwork wan, String name, int number) {
        this.number = number;
        gateway = lab.host(name);
        pod = lab.host(name + "-pod");
        TestNetwork pods = lab.network(name + "-pods");
        gateway.attach(wan, "192.0.2." + number + "/25", "2001:db8::" + number + "/64");
        gateway.attach(pods, "10." + number + ".0.1/24", "fd00:" + number + "::1/64");
        pod.attach(pods, podAddress() + "/24", podAddress6() + "/64");
        pod.route("default", "10." + number + ".0.1");
        pod.ip("-6", "route", "add", "default", "via", "fd00:" + number + "::1");
        gateway.forward();
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
