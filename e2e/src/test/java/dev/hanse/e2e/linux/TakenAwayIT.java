// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.linux.TwoSites.Plan;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects pods from other programs on the gateway's host: what those take away of the tunnel's routes and device comes back by itself, and what is theirs stays. */
final class TakenAwayIT {

    private static final String MADE_BY = "104";

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void routesAndDeviceComeBackOverIpv4() throws IOException {
        TwoSites sites = TwoSites.of(lab, Plan.IPV4);
        TestProcess west = begin(sites);
        TestHost host = sites.west().gateway();
        String prefix = "10.1.0.0/24";
        takeAway(sites, host, prefix, "ip", "route", "delete", prefix);
        takeAway(sites, host, prefix, "ip", "route", "flush", "proto", MADE_BY);
        takeAway(sites, host, prefix, "ip", "link", "set", "hanse0", "down");
        west.awaitLog("device hanse0 was set down by somebody else, and is up again", TwoSites.LIMIT);
        assertThat(west.logText()).contains("route " + prefix + " through hanse0 was taken away by somebody else");
        takeAway(sites, host, prefix, "ip", "link", "delete", "hanse0");
        west.awaitLog("the tunnel's device was deleted by somebody else; it is made anew", TwoSites.LIMIT);

        host.run("ip", "route", "replace", prefix, "via", "192.0.2.1").orFail();
        west.awaitLog("no route " + prefix + " through hanse0: ", TwoSites.LIMIT);
        assertThat(route(host, prefix)).as("another owner's route").contains("via 192.0.2.1");
        host.run("ip", "route", "delete", prefix).orFail();
        awaitBack(sites, host, prefix);
    }

    @Test
    void routesAndDeviceComeBackOverIpv6() throws IOException {
        TwoSites sites = TwoSites.of(lab, Plan.IPV6);
        begin(sites);
        TestHost host = sites.west().gateway();
        String prefix = "fd00:1::/64";
        takeAway(sites, host, prefix, "ip", "-6", "route", "delete", prefix, "dev", "hanse0");
        takeAway(sites, host, prefix, "ip", "-6", "route", "flush", "proto", MADE_BY);
        takeAway(sites, host, prefix, "ip", "link", "set", "hanse0", "down");
        takeAway(sites, host, prefix, "ip", "link", "delete", "hanse0");
    }

    @Test
    void whoTakesARouteAwayAgainAndAgainIsNamedAndNotRacedWith() throws IOException {
        TwoSites sites = TwoSites.of(lab, Plan.IPV4);
        TestProcess west = begin(sites);
        TestHost host = sites.west().gateway();
        TestProcess other = host.start(
                "other",
                "sh",
                "-c",
                "while true; do ip route delete 10.1.0.0/24 dev hanse0 2>/dev/null; sleep 0.1; done");
        west.awaitLog("another program on this host removes or changes it", TwoSites.LIMIT);
        other.kill();
        awaitBack(sites, host, "10.1.0.0/24");
        assertThat(west.logText().lines().filter(line -> line.contains("another program on this host")))
                .as("said once")
                .hasSize(1);
    }

    private static TestProcess begin(TwoSites sites) {
        sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        TestProcess west = sites.west().start().awaitLog("is ready after", TwoSites.LIMIT);
        sites.awaitPage();
        return west;
    }

    private static void takeAway(TwoSites sites, TestHost host, String prefix, String... command) {
        host.run(command).orFail();
        awaitBack(sites, host, prefix);
    }

    private static void awaitBack(TwoSites sites, TestHost host, String prefix) {
        Eventually.eventually(
                "the route of " + prefix + " is back",
                TwoSites.LIMIT,
                () -> assertThat(route(host, prefix)).contains("dev hanse0", "proto " + MADE_BY));
        sites.awaitPage();
    }

    private static String route(TestHost host, String prefix) {
        return host.run("ip", "route", "show", prefix).output()
                + host.run("ip", "-6", "route", "show", prefix).output();
    }
}
