// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the table that keeps source addresses: set when wanted, put back when changed, and no word of it while other rules change. */
final class SourceKeeperTest {

    private static final Set<IpPrefix> PODS = Set.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd00:1::/48"));
    private static final Set<IpPrefix> REMOTE = Set.of(IpPrefix.parse("10.2.0.0/16"), IpPrefix.parse("10.2.3.0/24"));

    private static final Set<InetAddress> OWN =
            Set.of(InetAddress.ofLiteral("10.1.2.1"), InetAddress.ofLiteral("fd00:1::2:1"));

    private static final Set<InetAddress> GATEWAYS =
            Set.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));

    private static final Set<InetSocketAddress> ENDS =
            Set.of(new InetSocketAddress("203.0.113.1", 9_484), new InetSocketAddress("2001:db8:9::1", 9_485));

    private final List<String> ran = new ArrayList<>();
    private int generation = 7;
    private String listed = "table";
    private boolean missing;
    private boolean unset;
    private boolean withoutFib;
    private long nanos;

    private SourceKeeper keeper(Path folder) {
        Programs nft = command -> {
            if (missing || (unset && command.contains("-f"))) {
                throw new IOException("nft: exit status 1");
            }
            if (withoutFib
                    && command.contains("-f")
                    && Files.readString(Path.of(command.getLast())).contains("fib")) {
                throw new IOException("nft: exit status 1: No such file or directory");
            }
            ran.add(command.get(1));
            return listed;
        };
        return new SourceKeeper(nft, () -> generation, folder.resolve("source.nft"), () -> nanos);
    }

    @Test
    void setsItOnceAndAgainWhereItHasChanged(@TempDir Path folder) {
        SourceKeeper keeper = keeper(folder);
        keeper.want(Set.of(), Set.of(), Set.of(), Set.of(), SourceKeeper.Vxlan.NONE);
        assertThat(ran).as("nothing is known yet").isEmpty();
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, SourceKeeper.Vxlan.NONE);
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, SourceKeeper.Vxlan.NONE);
        keeper.check();
        assertThat(ran).containsExactly("-f", "--stateless");
        generation++;
        listed = "another";
        keeper.check();
        assertThat(ran).endsWith("-f", "--stateless").hasSize(5);
    }

    @Test
    void tellsWhatItCannotDo(@TempDir Path folder) {
        missing = true;
        SourceKeeper keeper = keeper(folder);
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, SourceKeeper.Vxlan.NONE);
        assertThat(keeper.findings())
                .singleElement()
                .matches(each -> each.code().equals("SOURCE_NOT_KEPT"));
    }

    @Test
    void theTableNamesEachPrefixOnceAndBothDirections() {
        String text = new SourceTable(PODS, REMOTE, GATEWAYS, OWN, SourceKeeper.Vxlan.NONE).text();
        assertThat(text)
                .contains(
                        "elements = { 10.1.0.0/16 }",
                        "elements = { fd00:1:0:0:0:0:0:0/48 }",
                        "elements = { 10.2.0.0/16 }")
                .contains("ip saddr @pods4 ip daddr @remote4 snat ip to ip saddr")
                .contains("ip6 saddr @remote6 ip6 daddr @pods6 snat ip6 to ip6 saddr")
                .doesNotContain("10.2.3.0");
    }

    /** A gateway's own frames, and its link to the control plane, go to such addresses by other ways. */
    @Test
    void theNodesOwnProcessesGetItsAddressOnTheWayToTheTunnelAlone() {
        String text = new SourceTable(PODS, REMOTE, GATEWAYS, OWN, SourceKeeper.Vxlan.NONE).text();
        String ipv4 = "ip daddr @remote4 fib saddr type local snat ip to 10.1.2.1\n";
        String ipv6 = "ip6 daddr @remote6 fib saddr type local snat ip6 to fd00:1:0:0:0:0:2:1\n";
        assertThat(text.lines().filter(each -> each.contains("fib")))
                .containsExactlyInAnyOrder(
                        "    meta oifkind \"tun\" " + ipv4.strip(),
                        "    rt ip nexthop @gateways4 " + ipv4.strip(),
                        "    meta oifkind \"tun\" " + ipv6.strip(),
                        "    rt ip6 nexthop @gateways6 " + ipv6.strip());
        assertThat(text).contains("elements = { 192.0.2.1/32 }", "elements = { 2001:db8:0:0:0:0:0:1/128 }");
        assertThat(text.indexOf("fib saddr")).isGreaterThan(text.lastIndexOf("to ip6 saddr"));
        assertThat(new SourceTable(PODS, REMOTE, GATEWAYS, Set.of(), SourceKeeper.Vxlan.NONE).text())
                .doesNotContain("fib", "gateways");
    }

    @Test
    void whatLeavesInVxlanIsTreatedAlikeAndNothingComesInSo() {
        SourceKeeper.Vxlan closed = new SourceKeeper.Vxlan("hanse-vxlan", true, ENDS);
        assertThat(new SourceTable(PODS, REMOTE, GATEWAYS, OWN, closed).text())
                .contains("iifname \"hanse-vxlan\" drop")
                .contains("oifname \"hanse-vxlan\" ip daddr @remote4 fib saddr type local snat ip to 10.1.2.1\n");
        SourceKeeper.Vxlan ofGateway = new SourceKeeper.Vxlan("hanse-vxlan", false, ENDS);
        assertThat(new SourceTable(PODS, REMOTE, GATEWAYS, OWN, ofGateway).text())
                .contains("oifname \"hanse-vxlan\"")
                .doesNotContain("iifname");
    }

    @Test
    void podsDoNotSendWhatSeemsToBeTheNodesInVxlan() {
        SourceKeeper.Vxlan vxlan = new SourceKeeper.Vxlan("hanse-vxlan", true, ENDS);
        assertThat(new SourceTable(PODS, REMOTE, GATEWAYS, Set.of(), vxlan).text())
                .contains(
                        "type filter hook forward",
                        "    ip daddr 203.0.113.1 udp dport 9484 drop\n",
                        "    ip6 daddr 2001:db8:9:0:0:0:0:1 udp dport 9485 drop\n");
        assertThat(new SourceTable(PODS, REMOTE, GATEWAYS, OWN, SourceKeeper.Vxlan.NONE).text())
                .doesNotContain("forward", "drop");
    }

    @Test
    void podsKeepTheirsWhereTheRulesOfProcessesAreRefused(@TempDir Path folder) throws IOException {
        withoutFib = true;
        SourceKeeper keeper = keeper(folder);
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, SourceKeeper.Vxlan.NONE);
        assertThat(folder.resolve("source.nft"))
                .content()
                .contains("snat ip to ip saddr")
                .doesNotContain("fib");
        assertThat(keeper.findings()).singleElement().satisfies(each -> {
            assertThat(each.code()).isEqualTo("OWN_ADDRESS_REFUSED");
            assertThat(each.toString()).contains("nft_fib_inet", "No such file or directory");
        });
        withoutFib = false;
        nanos += Duration.ofMinutes(1).toNanos();
        keeper.check();
        assertThat(keeper.findings()).isEmpty();
        assertThat(folder.resolve("source.nft")).content().contains("fib");
    }

    private static final SourceKeeper.Vxlan CLOSED = new SourceKeeper.Vxlan("hanse-vxlan", true, ENDS);

    private static final SourceKeeper.Vxlan OPEN = new SourceKeeper.Vxlan("hanse-vxlan", false, ENDS);

    private static final String TABLE = "table inet hanse-node\n";

    private static final String CLOSES = "\t\tiifname \"hanse-vxlan\" drop\n";

    @Test
    void aTableOfBeforeStandsWhereTheNextIsRefusedAndNotWhereItWasTakenAway(@TempDir Path folder) {
        SourceKeeper keeper = keeper(folder);
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, CLOSED);
        assertThat(keeper.stands()).isEqualTo(CLOSED);
        listed = TABLE + CLOSES;
        generation++;
        unset = true;
        keeper.want(PODS, REMOTE, GATEWAYS, Set.of(), CLOSED);
        assertThat(keeper.findings()).isNotEmpty();
        assertThat(keeper.stands()).isEqualTo(CLOSED);
        listed = "";
        generation++;
        keeper.check();
        assertThat(keeper.stands()).as("flushed").isEqualTo(SourceKeeper.Vxlan.NONE);
        unset = false;
        nanos += Duration.ofSeconds(10).toNanos();
        keeper.check();
        assertThat(keeper.findings()).isEmpty();
        assertThat(keeper.stands()).isEqualTo(CLOSED);
        unset = true;
        generation++;
        listed = "another";
        keeper.check();
        assertThat(keeper.stands()).isEqualTo(SourceKeeper.Vxlan.NONE);
    }

    @Test
    void whatTheProcessBeforeHasSetStandsWhereNothingCanBeSetNow(@TempDir Path folder) {
        unset = true;
        listed = TABLE + CLOSES;
        SourceKeeper keeper = keeper(folder);
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, CLOSED);
        assertThat(keeper.stands()).isEqualTo(CLOSED);
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, OPEN);
        assertThat(keeper.stands()).as("a gateway has come").isEqualTo(CLOSED);
        listed = TABLE;
        generation++;
        keeper.check();
        assertThat(keeper.stands()).isEqualTo(OPEN);
        keeper.want(PODS, REMOTE, GATEWAYS, OWN, CLOSED);
        assertThat(keeper.stands()).as("a gateway has gone").isEqualTo(OPEN);
        listed = "";
        generation++;
        keeper.check();
        assertThat(keeper.stands()).isEqualTo(SourceKeeper.Vxlan.NONE);
    }
}
