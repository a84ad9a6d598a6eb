// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects operators from rules that lose every packet unseen, and from warnings of rules that lose none. */
class RuleFindingsTest {

    private static final List<IpPrefix> PODS = List.of(IpPrefix.parse("10.1.0.0/16"));

    private static final String DOCKER = """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            :DOCKER - [0:0]
            :DOCKER-BRIDGE - [0:0]
            :DOCKER-CT - [0:0]
            :DOCKER-FORWARD - [0:0]
            :DOCKER-USER - [0:0]
            -A FORWARD -j DOCKER-USER
            -A FORWARD -j DOCKER-FORWARD
            -A DOCKER ! -i docker0 -o docker0 -j DROP
            -A DOCKER-BRIDGE -o docker0 -j DOCKER
            -A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A DOCKER-FORWARD -j DOCKER-CT
            -A DOCKER-FORWARD -j DOCKER-BRIDGE
            -A DOCKER-FORWARD -i docker0 -j ACCEPT
            COMMIT
            """;

    private static final String UFW = """
            *filter
            :FORWARD DROP [0:0]
            :ufw-before-forward - [0:0]
            :ufw-user-forward - [0:0]
            :ufw-after-logging-forward - [0:0]
            -A FORWARD -j ufw-before-forward
            -A FORWARD -j ufw-after-logging-forward
            -A ufw-after-logging-forward -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
            -A ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A ufw-before-forward -p icmp -m icmp --icmp-type 3 -j ACCEPT
            -A ufw-before-forward -j ufw-user-forward
            COMMIT
            """;

    /** As firewalld 1.3 writes it, with one device in the zone. */
    private static final String FIREWALLD = """
            {"nftables": [{"table": {"family": "inet", "name": "firewalld", "handle": 1}},
            {"chain": {"family": "inet", "table": "firewalld", "name": "filter_FORWARD", "handle": 1, "type": "filter", "hook": "forward", "prio": 10, "policy": "accept"}},
            {"chain": {"family": "inet", "table": "firewalld", "name": "filter_FORWARD_ZONES", "handle": 2}},
            {"chain": {"family": "inet", "table": "firewalld", "name": "filter_FWD_public", "handle": 3}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD", "handle": 10, "expr": [{"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": ["established", "related"]}}, {"accept": null}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD", "handle": 11, "expr": [{"match": {"op": "in", "left": {"ct": {"key": "status"}}, "right": "dnat"}}, {"accept": null}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD", "handle": 12, "expr": [{"match": {"op": "==", "left": {"meta": {"key": "iifname"}}, "right": "lo"}}, {"accept": null}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD", "handle": 13, "expr": [{"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": "invalid"}}, {"drop": null}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD", "handle": 14, "expr": [{"jump": {"target": "filter_FORWARD_ZONES"}}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD", "handle": 15, "expr": [{"reject": {"type": "icmpx", "expr": "admin-prohibited"}}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD_ZONES", "handle": 16, "expr": [{"match": {"op": "==", "left": {"meta": {"key": "iifname"}}, "right": "eth0"}}, {"goto": {"target": "filter_FWD_public"}}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FORWARD_ZONES", "handle": 17, "expr": [{"goto": {"target": "filter_FWD_public"}}]}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "filter_FWD_public", "handle": 18, "expr": [{"match": {"op": "==", "left": {"meta": {"key": "oifname"}}, "right": "eth0"}}, {"accept": null}]}}]}
            """;

    @Test
    void dockersPolicyIsNamedWithWhatLetsThemThrough() {
        assertThat(iptables(DOCKER)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Finding.Code.FORWARD_DROPPED);
            assertThat(finding.text()).contains("from hanse0 to pods", "table ip filter, chain FORWARD, policy drop");
            assertThat(finding.remedy())
                    .isEqualTo(
                            "iptables -I DOCKER-USER -i hanse0 -j ACCEPT; iptables -I DOCKER-USER -o hanse0 -j ACCEPT");
        });
    }

    @Test
    void rulesThatAcceptUsBeforeAreNoFinding() {
        String accepting = DOCKER.replace(
                "-A FORWARD -j DOCKER-FORWARD",
                "-A FORWARD -j DOCKER-FORWARD\n-A DOCKER-USER -i hanse0 -j ACCEPT\n-A DOCKER-USER -o hanse0 -j ACCEPT");
        assertThat(iptables(accepting)).isEmpty();
    }

    @Test
    void onlyTheDirectionThatIsDroppedIsNamed() {
        String half = DOCKER.replace(
                "-A FORWARD -j DOCKER-FORWARD", "-A FORWARD -j DOCKER-FORWARD\n-A DOCKER-USER -o hanse0 -j ACCEPT");
        assertThat(iptables(half))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .contains("from hanse0 to pods")
                        .doesNotContain("from pods to hanse0"));
    }

    /** As of a CNI plug-in, and others of which we cannot tell whether they are about us. */
    @Test
    void rulesThatMayAcceptUsAreNoFinding() {
        for (String rule : List.of(
                "-A DOCKER-USER -s 10.0.0.0/8 -j ACCEPT\n-A DOCKER-USER -d 10.0.0.0/8 -j ACCEPT",
                "-A DOCKER-USER -m mark --mark 0x4000/0x4000 -j ACCEPT",
                "-A DOCKER-USER -m set --match-set pods src -j ACCEPT",
                "-A DOCKER-USER -j NFQUEUE --queue-num 0",
                "-A DOCKER-USER -p tcp -m tcp --dport 80 -j ACCEPT",
                "-A DOCKER-USER -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT")) {
            assertThat(iptables(
                            DOCKER.replace("-A FORWARD -j DOCKER-FORWARD", "-A FORWARD -j DOCKER-FORWARD\n" + rule)))
                    .as(rule)
                    .isEmpty();
        }
    }

    @Test
    void rulesThatAcceptOthersDoNotHelp() {
        for (String rule : List.of(
                "-A DOCKER-USER -i eth0 -o eth1 -p udp -j ACCEPT",
                "-A DOCKER-USER -i lo -j ACCEPT",
                "-A DOCKER-USER -p icmp -j ACCEPT",
                "-A DOCKER-USER -m comment --comment \"a -j ACCEPT b\" -j RETURN")) {
            assertThat(iptables(
                            DOCKER.replace("-A FORWARD -j DOCKER-FORWARD", "-A FORWARD -j DOCKER-FORWARD\n" + rule)))
                    .as(rule)
                    .isNotEmpty();
        }
    }

    @Test
    void aRuleThatDropsIsNamedAsItStandsThere() {
        assertThat(
                        iptables(
                                "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -o hanse0 -j REJECT --reject-with icmp-port-unreachable\nCOMMIT\n"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.text()).contains("from pods to hanse0", "-A FORWARD -o hanse0 -j REJECT"));
    }

    @Test
    void aRuleThatMayDropOthersAloneIsNoFinding() {
        for (String rule : List.of(
                "-i eth0 -j DROP", "-s 192.168.0.0/16 -j DROP", "-p udp -j DROP", "-m limit --limit 3/min -j DROP")) {
            assertThat(iptables("*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD " + rule + "\nCOMMIT\n"))
                    .as(rule)
                    .isEmpty();
        }
    }

    @Test
    void whatReturnsEarlierIsNotDroppedByALaterRuleOfTheChain() {
        assertThat(iptables("""
                *filter
                :FORWARD ACCEPT [0:0]
                :USER - [0:0]
                -A FORWARD -j USER
                -A USER -s 10.0.0.0/8 -j RETURN
                -A USER -j DROP
                COMMIT
                """))
                .noneSatisfy(finding -> assertThat(finding.text()).contains("from hanse0 to pods"));
    }

    @Test
    void ufwIsToldInItsOwnWords() {
        assertThat(iptables(UFW)).singleElement().satisfies(finding -> {
            assertThat(finding.text()).contains("from hanse0 to pods and from pods to hanse0", "policy drop");
            assertThat(finding.remedy()).isEqualTo("ufw route allow in on hanse0; ufw route allow out on hanse0");
        });
    }

    @Test
    void firewalldRejectsWhatGoesIntoADeviceOfNoZone() {
        assertThat(nft("inet", "firewalld", FIREWALLD)).singleElement().satisfies(finding -> {
            assertThat(finding.text())
                    .contains("from pods to hanse0", "table inet firewalld, chain filter_FORWARD, rule \"handle 15\"")
                    .doesNotContain("from hanse0 to pods");
            assertThat(finding.remedy()).contains("firewall-cmd", "not the zone trusted");
        });
    }

    /** In nft's words both are "protocol". */
    @Test
    void theProtocolOfTheFrameIsNotThatOfThePacket() {
        String frame = "{\"meta\": {\"key\": \"protocol\"}}";
        String packet = "{\"payload\": {\"protocol\": \"ip\", \"field\": \"protocol\"}}";
        assertThat(acceptingOnly(frame, "ip")).isEmpty();
        assertThat(acceptingOnly(frame, "arp")).isNotEmpty();
        assertThat(acceptingOnly(packet, "tcp")).isEmpty();
        assertThat(acceptingOnly(packet, "icmp")).isNotEmpty();
    }

    private static List<Finding> acceptingOnly(String left, String right) {
        return nft("ip", "fw", """
                {"nftables": [{"chain": {"family": "ip", "table": "fw", "name": "f", "handle": 1, "type": "filter", "hook": "forward", "prio": 0, "policy": "drop"}},
                {"rule": {"family": "ip", "table": "fw", "chain": "f", "handle": 2, "expr": [{"match": {"op": "==", "left": %s, "right": "%s"}}, {"accept": null}]}}]}
                """.formatted(left, right));
    }

    @Test
    void aFindingIsNoLongerThanALineOfTheLog() {
        String addresses = "10.0.0.1,".repeat(2_000);
        assertThat(iptables("*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -o hanse0 -m comment --comment " + addresses
                        + " -j DROP\nCOMMIT\n"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).hasSize(1_024));
    }

    @Test
    void aRuleForInvalidPacketsIsToldApart() {
        assertThat(iptables(
                        "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m conntrack --ctstate INVALID -j DROP\nCOMMIT\n"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(Finding.Code.INVALID_DROPPED);
                    assertThat(finding.text()).contains("-A FORWARD -m conntrack --ctstate INVALID -j DROP");
                });
        assertThat(nft("inet", "fw", """
                        {"nftables": [{"chain": {"family": "inet", "table": "fw", "name": "f", "handle": 1, "type": "filter", "hook": "forward", "prio": 0, "policy": "accept"}},
                        {"rule": {"family": "inet", "table": "fw", "chain": "f", "handle": 2, "expr": [{"vmap": {"key": {"ct": {"key": "state"}}, "data": {"set": [["established", {"accept": null}], ["invalid", {"drop": null}]]}}}]}}]}
                        """)).extracting(Finding::code).containsExactly(Finding.Code.INVALID_DROPPED);
    }

    @Test
    void theOtherFamilyIsNobodysBusiness() {
        assertThat(findings(IptablesText.tables("ip6", DOCKER))).isEmpty();
    }

    @Test
    void whatNobodyCouldReadIsSaid() {
        assertThat(new RuleFindings("hanse0", PODS, false)
                        .of(new Rulesets.State(List.of(), List.of("the program nft is missing"))))
                .extracting(Finding::code)
                .containsExactly(Finding.Code.RULES_NOT_CHECKED);
    }

    /** A packet filter that nobody has tried must not end the watch. */
    @Test
    void nonsenseIsNoFinding() {
        Stream.of("", "*filter", "*filter\n:FORWARD\n-A\n-A FORWARD -j\nCOMMIT\n", "-A FORWARD -j DROP\nCOMMIT\n")
                .forEach(text -> assertThat(iptables(text)).as(text).isEmpty());
    }

    private static List<Finding> iptables(String text) {
        return findings(IptablesText.tables("ip", text));
    }

    private static List<Finding> nft(String family, String table, String json) {
        NftJson read = new NftJson(new NftJson.Place(family, table, false, List.of(), 0));
        read.read(json, java.util.Map.of());
        return findings(List.of(read.table()));
    }

    private static List<Finding> findings(List<Table> tables) {
        return new RuleFindings("hanse0", PODS, false).of(new Rulesets.State(tables, List.of()));
    }

    @Test
    void whereTransitIsNotTrackedRulesMustTakeItSo() {
        assertThat(untracked("-A FORWARD -m conntrack --ctstate INVALID -j DROP"))
                .isEmpty();
        assertThat(untracked("-A FORWARD -i hanse0 -j ACCEPT\n-A FORWARD -o hanse0 -j ACCEPT\n-A FORWARD -j DROP"))
                .isEmpty();
        assertThat(untracked("-A FORWARD -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT\n-A FORWARD -j DROP"))
                .extracting(Finding::code)
                .containsOnly(Finding.Code.UNTRACKED_DROPPED);
    }

    private static List<Finding> untracked(String rules) {
        List<Table> tables = IptablesText.tables("ip", "*filter\n:FORWARD ACCEPT [0:0]\n" + rules + "\nCOMMIT\n");
        return new RuleFindings("hanse0", PODS, true).of(new Rulesets.State(tables, List.of()));
    }
}
