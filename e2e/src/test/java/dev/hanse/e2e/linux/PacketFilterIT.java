// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects operators from a host that drops every pod packet while all paths are up: it is named with rule and remedy, and no longer once it is gone. */
final class PacketFilterIT {

    private static final String POLICY = "table ip filter, chain FORWARD, policy drop";
    private static final String REMEDY = "iptables -I DOCKER-USER -i hanse0 -j ACCEPT";

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void dockersForwardPolicyIsNamedAndItsRemedyHelps() throws IOException {
        TwoSites sites = TwoSites.of(lab, TwoSites.Plan.IPV4);
        TestHost host = sites.east().gateway();
        dockersRules(host);
        TestProcess east = sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        sites.west().start().awaitLog("is ready after", TwoSites.LIMIT);

        east.awaitLog("WARN  HostWatch: host: FORWARD_DROPPED: ", TwoSites.LIMIT);
        assertThat(east.logText()).contains(POLICY, REMEDY);
        awaitNamed(sites, true);
        assertThat(sites.fetches()).as("packets are lost").isFalse();

        accept(host, "-I");
        east.awaitLog("host: no longer so: FORWARD_DROPPED", TwoSites.LIMIT);
        awaitNamed(sites, false);
        sites.awaitPage();

        accept(host, "-D");
        awaitNamed(sites, true);
        assertThat(east.logText().lines().filter(line -> line.contains("host: FORWARD_DROPPED")))
                .as("once each time it comes")
                .hasSize(2);

        host.run("iptables", "-P", "FORWARD", "ACCEPT").orFail();
        awaitNamed(sites, false);
    }

    @Test
    void aRuleOfNftablesAndASettingThatChangesAreNamed() throws IOException {
        TwoSites sites = TwoSites.of(lab, TwoSites.Plan.IPV4);
        TestHost host = sites.east().gateway();
        TestProcess east = sites.east().start().awaitLog("is ready after", TwoSites.LIMIT);
        host.run(
                        "nft",
                        "add table inet own; add chain inet own way { type filter hook forward priority 0; policy accept; }; "
                                + "add rule inet own way oifname \"hanse0\" counter drop")
                .orFail();
        east.awaitLog("table inet own, chain way, rule \"oifname \"hanse0\" drop\"", TwoSites.LIMIT);
        host.run("nft", "delete", "table", "inet", "own").orFail();
        east.awaitLog("host: no longer so: FORWARD_DROPPED", TwoSites.LIMIT);

        host.sysctl("net.ipv4.ip_forward", "0");
        east.awaitLog("sysctl -w net.ipv4.ip_forward=1", TwoSites.LIMIT);
        host.sysctl("net.ipv4.ip_forward", "1");
        east.awaitLog("host: no longer so: FORWARDING_OFF", TwoSites.LIMIT);
    }

    private static void awaitNamed(TwoSites sites, boolean named) {
        Eventually.eventually("it is " + (named ? "named" : "named no longer"), TwoSites.LIMIT, () -> {
            String status = sites.east().status(TwoSites.Plan.IPV4, "/status");
            String connections = sites.operator("connections").orFail().output();
            assertThat(status).contains("\"link\"");
            assertThat(status.contains(POLICY)).isEqualTo(named);
            assertThat(status.contains(REMEDY)).isEqualTo(named);
            assertThat(connections.contains("east/gw-1: FORWARD_DROPPED: ")).isEqualTo(named);
            assertThat(connections.contains(REMEDY)).isEqualTo(named);
        });
    }

    /** As Docker 28 makes them when it starts. */
    private static void dockersRules(TestHost host) {
        for (String rule : new String[] {
            "-P FORWARD DROP",
            "-N DOCKER",
            "-N DOCKER-USER",
            "-N DOCKER-FORWARD",
            "-N DOCKER-CT",
            "-A FORWARD -j DOCKER-USER",
            "-A FORWARD -j DOCKER-FORWARD",
            "-A DOCKER-FORWARD -j DOCKER-CT",
            "-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-A DOCKER-FORWARD -o docker0 -j DOCKER",
            "-A DOCKER-FORWARD -i docker0 -j ACCEPT",
            "-A DOCKER ! -i docker0 -o docker0 -j DROP"
        }) {
            host.run(("iptables " + rule).split(" ")).orFail();
        }
    }

    private static void accept(TestHost host, String how) {
        host.run("iptables", how, "DOCKER-USER", "-i", "hanse0", "-j", "ACCEPT").orFail();
        host.run("iptables", how, "DOCKER-USER", "-o", "hanse0", "-j", "ACCEPT").orFail();
    }
}
