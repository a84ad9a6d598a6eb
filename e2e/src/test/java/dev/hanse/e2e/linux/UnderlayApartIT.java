// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.linux.TwoSites.Plan;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects clusters whose nodes and pods share a network: east's prefixes have the addresses of the control plane and of both gateways, and nothing of what these exchange enters the tunnel. */
final class UnderlayApartIT {

    private static final String FRAMES = "ipproto udp sport 51820 dport 51820";
    private static final String CONTROL = "ipproto tcp dport 9443";

    @RegisterExtension
    final TestLab lab = new TestLab();

    /** With the word of iproute2 for each. */
    private enum Family {
        IPV4(Plan.SHARED_IPV4, "-4"),
        IPV6(Plan.SHARED_IPV6, "-6");

        private final Plan plan;
        private final String flag;

        Family(Plan plan, String flag) {
            this.plan = plan;
            this.flag = flag;
        }

        private String ip(TestHost host, String words) {
            return host.run(("ip " + flag + " " + words).split(" ")).output();
        }

        /** The device that a packet of the host itself would leave by, and how. */
        private String way(TestHost host, int to, String packet) {
            return ip(host, "route get " + plan.onWan(to) + " " + packet);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gatewaysAndControlPlaneAreReachedWhereverTheirAddressesLie(Family family) throws IOException {
        TwoSites sites = TwoSites.of(lab, family.plan);
        TestHost host = sites.west().gateway();
        sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        TestProcess west = start(sites);
        assertThat(family.way(host, 11, "")).as("others' packets").contains("dev hanse0");
        assertApart(family, host);
        assertThat(sites.west()
                        .pod()
                        .run("ping", family.flag, "-c", "2", family.plan.onWan(11))
                        .exitCode())
                .as("a pod reaches east's gateway through the tunnel")
                .isZero();

        String table = family.ip(host, "rule show").replaceAll("(?s).*lookup (42[0-9]{8}).*", "$1");
        host.run("ip", family.flag, "rule", "add", "pref", "99", "to", family.plan.onWan(77), "lookup", "77")
                .orFail();
        String rules = family.ip(host, "rule show");
        takeAway(family, host, "rule flush protocol 104", rules);
        takeAway(family, host, "route flush table " + table, rules);
        west.awaitLog("was taken away or changed by somebody else, and is set again", TwoSites.LIMIT);
        sites.awaitPage();

        west.kill();
        west = start(sites);
        west.awaitLog("link: up with", TwoSites.LIMIT);
        assertApart(family, host);
        west.stop(Duration.ofSeconds(10));
        assertThat(family.ip(host, "rule show"))
                .as("a control plane on this host answers by them")
                .isEqualTo(rules);
        assertApart(family, host);
        assertThat(family.ip(host, "route show proto 104").lines())
                .as("what keeps pod packets from going in clear")
                .isNotEmpty()
                .allMatch(line -> line.startsWith("unreachable"));
    }

    private static TestProcess start(TwoSites sites) {
        TestProcess west = sites.west().start().awaitLog("is ready after", TwoSites.LIMIT);
        sites.awaitPage();
        return west;
    }

    private static void assertApart(Family family, TestHost host) {
        assertThat(family.way(host, 11, FRAMES))
                .as("frames")
                .doesNotContain("hanse0")
                .contains("dev ");
        assertThat(family.way(host, 1, CONTROL))
                .as("to the control plane")
                .doesNotContain("hanse0")
                .contains("dev ");
    }

    private static void takeAway(Family family, TestHost host, String command, String rules) {
        host.run(("ip " + family.flag + " " + command).split(" ")).orFail();
        eventually("rules and ways are back", TwoSites.LIMIT, () -> {
            assertThat(family.ip(host, "rule show")).isEqualTo(rules);
            assertApart(family, host);
        });
    }
}
