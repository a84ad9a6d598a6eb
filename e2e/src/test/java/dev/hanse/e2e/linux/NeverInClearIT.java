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
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects pod packets from the host's default route: whatever becomes of the gateway and its device, none for another cluster leaves in clear. */
final class NeverInClearIT {

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Pattern PACKETS = Pattern.compile("counter packets ([0-9]+)");

    @RegisterExtension
    final TestLab lab = new TestLab();

    /** With the words of nftables and iproute2 for each. */
    private enum Family {
        IPV4(Plan.IPV4, "ip", "-4"),
        IPV6(Plan.IPV6, "ip6", "-6");

        private final Plan plan;
        private final String nft;
        private final String flag;

        Family(Plan plan, String nft, String flag) {
            this.plan = plan;
            this.nft = nft;
            this.flag = flag;
        }

        private String prefix() {
            return plan.prefix().formatted(1);
        }

        private String routes(TestHost host) {
            return host.run("ip", flag, "route", "show", prefix()).output();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noPacketLeavesInClearWhateverHappensToTheGateway(Family family) throws IOException {
        TwoSites sites = TwoSites.of(lab, family.plan);
        TestHost host = sites.west().gateway();
        host.run("sysctl", "-w", "net.ipv4.ip_forward=1").orFail();
        host.run("sysctl", "-w", "net.ipv6.conf.all.forwarding=1").orFail();
        count(sites, family);
        TestProcess pings = sites.west()
                .pod()
                .start(
                        "pings",
                        "ping",
                        family.flag,
                        "-i",
                        "0.02",
                        family.plan.pod().formatted(1, 2));
        eventually(
                "a host without a gateway sends them in clear",
                TwoSites.LIMIT,
                () -> assertThat(leaked(sites)).isPositive());

        sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        TestProcess west = start(sites);
        long before = leaked(sites);

        west.kill();
        pause();
        assertThat(family.routes(host)).contains("unreachable").doesNotContain("hanse0");
        west = start(sites);
        west.stop(STOP);
        pause();
        assertThat(family.routes(host)).contains("unreachable").doesNotContain("hanse0");
        start(sites);
        host.run("ip", "link", "set", "hanse0", "down").orFail();
        sites.awaitPage();
        host.run("ip", "link", "delete", "hanse0").orFail();
        sites.awaitPage();
        assertThat(leaked(sites)).as("packets in clear").isEqualTo(before);
        assertThat(pings.isAlive()).isTrue();

        sites.operator("cluster", "remove", "east", "--yes").orFail();
        eventually(
                "the prefix of a cluster that left is free",
                TwoSites.LIMIT,
                () -> assertThat(family.routes(host)).isBlank());
    }

    @ParameterizedTest
    @EnumSource
    void unreachableRoutesComeBackAndThoseOfBeforeGo(Family family) throws IOException {
        TwoSites sites = TwoSites.of(lab, family.plan);
        TestHost host = sites.west().gateway();
        sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        TestProcess west = start(sites);
        String metric = family.routes(host).replaceAll("(?s).*unreachable.*?metric ([0-9]+).*", "$1");
        host.run("ip", family.flag, "route", "delete", "unreachable", family.prefix(), "metric", metric)
                .orFail();
        eventually(
                "it is back",
                TwoSites.LIMIT,
                () -> assertThat(family.routes(host)).contains("unreachable", "metric " + metric));
        west.awaitLog("was taken away by somebody else", TwoSites.LIMIT);

        west.stop(STOP);
        sites.operator("cluster", "remove", "east", "--yes").orFail();
        // What it kept would say that there was such a cluster.
        Files.delete(sites.west().folder().resolve("data/view.state"));
        String others = family == Family.IPV4 ? "10.77.0.0/16" : "fd00:77::/64";
        host.run("ip", family.flag, "route", "add", "unreachable", others, "metric", "9")
                .orFail();
        sites.west().start().awaitLog("is ready after", TwoSites.LIMIT);
        eventually(
                "what a process of before left goes",
                TwoSites.LIMIT,
                () -> assertThat(family.routes(host)).isBlank());
        assertThat(host.run("ip", family.flag, "route", "show", others).output())
                .contains("unreachable");
    }

    private static TestProcess start(TwoSites sites) {
        TestProcess west = sites.west().start().awaitLog("is ready after", TwoSites.LIMIT);
        sites.awaitPage();
        return west;
    }

    /** For so long packets are sent towards a gateway that is not there. */
    private static void pause() {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where the gateway's default route leads. */
    private static void count(TwoSites sites, Family family) {
        sites.controlPlaneHost()
                .run(
                        "nft",
                        "add table inet clear; add chain inet clear seen { type filter hook prerouting priority -300; }; add rule inet clear seen "
                                + family.nft + " daddr " + family.prefix() + " counter")
                .orFail();
    }

    private static long leaked(TwoSites sites) {
        String counters = sites.controlPlaneHost()
                .run("nft", "list", "chain", "inet", "clear", "seen")
                .orFail()
                .output();
        Matcher packets = PACKETS.matcher(counters);
        assertThat(packets.find()).as(counters).isTrue();
        return Long.parseLong(packets.group(1));
    }
}
