// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects hosts that have no IPv4 at all: they join, resolve, and carry packets that fit the way. */
final class Ipv6OnlyIT {

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void aPodFetchesAPageOfAnotherClusterWithoutIpv4() throws IOException {
        TwoSites sites = TwoSites.of(lab, TwoSites.Plan.IPV6);
        for (TwoSites.Site site : List.of(sites.east(), sites.west())) {
            withoutIpv4(site.gateway());
            withoutIpv4(site.pod());
            site.gateway().mtu("eth0", 1400);
            TestProcess gateway = site.start().awaitLog("is ready after", TwoSites.LIMIT);
            // 40 of IPv6, 8 of UDP, 32 of the frame.
            assertThat(gateway.logText()).containsPattern("inner MTU 13[012]\\d,");
        }
        assertThat(sites.east().status(TwoSites.Plan.IPV6, "/status")).containsPattern("\"mtu\" : 13[012]\\d,");
        sites.awaitPage();
        assertThat(sites.west()
                        .pod()
                        .run("dig", "+short", "+tries=1", "AAAA", "web.shop.svc.clusterset.local")
                        .output()
                        .strip())
                .isEqualTo("fd00:1::2");
        assertThat(sites.operator("connections").orFail().output()).containsPattern("east/gw-1 +west/gw-1 +up");
        // 1300 octets with its headers, and not to be cut.
        sites.west()
                .pod()
                .run("ping", "-6", "-c", "1", "-W", "3", "-M", "do", "-s", "1252", "fd00:1::2")
                .orFail();
    }

    /** The kernel drops what routers have advertised at the moment when it begins to forward, unless accept_ra is 2 by then. */
    @Test
    void aGatewayThatBeginsToForwardKeepsTheDefaultRouteOfItsRouter() throws IOException {
        TwoSites sites = TwoSites.of(lab, TwoSites.Plan.IPV6);
        TestHost host = sites.east().gateway();
        host.ip("-6", "route", "delete", "default");
        advertise(sites.controlPlaneHost());
        Eventually.eventually(
                "the router has advertised itself",
                TwoSites.LIMIT,
                () -> assertThat(defaultRoute(host)).contains("proto ra"));

        TestProcess gateway = sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        assertThat(gateway.logText()).contains("net.ipv6.conf.eth0.accept_ra was 1, set to 2");
        assertThat(defaultRoute(host)).contains("proto ra");

        host.sysctl("net.ipv6.conf.eth0.accept_ra", "1");
        gateway.awaitLog("WARN  HostWatch: host: ROUTER_ADVERTISEMENTS_IGNORED: ", TwoSites.LIMIT);
        assertThat(gateway.logText()).contains("sysctl -w net.ipv6.conf.eth0.accept_ra=2");
        host.sysctl("net.ipv6.conf.eth0.accept_ra", "2");
        gateway.awaitLog("host: no longer so: ROUTER_ADVERTISEMENTS_IGNORED", TwoSites.LIMIT);
    }

    private static String defaultRoute(TestHost host) {
        return host.ip("-6", "route", "show", "default");
    }

    private void advertise(TestHost router) {
        router.forward();
        router.start(
                "router",
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--port=0",
                "--enable-ra",
                "--dhcp-range=::,constructor:eth0,ra-only,64",
                "--interface=eth0",
                "--ra-param=eth0,4,1800",
                "--user=root",
                "--pid-file=" + lab.folder("router").resolve("pid"),
                "--dhcp-leasefile=" + lab.folder("router").resolve("leases"));
    }

    private static void withoutIpv4(TestHost host) {
        host.ip("-4", "address", "flush", "dev", "lo");
        assertThat(host.ip("-4", "address", "show")).isEmpty();
    }
}
