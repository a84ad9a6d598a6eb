// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
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

    private final List<String> ran = new ArrayList<>();
    private int generation = 7;
    private String listed = "table";
    private boolean missing;

    private SourceKeeper keeper(Path folder) {
        Programs nft = command -> {
            if (missing) {
                throw new IOException("nft: exit status 1");
            }
            ran.add(command.get(1));
            return listed;
        };
        return new SourceKeeper(nft, () -> generation, folder.resolve("source.nft"), System::nanoTime);
    }

    @Test
    void setsItOnceAndAgainWhereItHasChanged(@TempDir Path folder) {
        SourceKeeper keeper = keeper(folder);
        keeper.want(Set.of(), Set.of(), Set.of());
        assertThat(ran).as("nothing is known yet").isEmpty();
        keeper.want(PODS, REMOTE, OWN);
        keeper.want(PODS, REMOTE, OWN);
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
        keeper.want(PODS, REMOTE, OWN);
        assertThat(keeper.findings())
                .singleElement()
                .matches(each -> each.code().equals("SOURCE_NOT_KEPT"));
    }

    @Test
    void theTableNamesEachPrefixOnceAndBothDirections() {
        String text = new SourceTable(PODS, REMOTE, OWN).text();
        assertThat(text)
                .contains(
                        "elements = { 10.1.0.0/16 }",
                        "elements = { fd00:1:0:0:0:0:0:0/48 }",
                        "elements = { 10.2.0.0/16 }")
                .contains("ip saddr @pods4 ip daddr @remote4 snat ip to ip saddr")
                .contains("ip6 saddr @remote6 ip6 daddr @pods6 snat ip6 to ip6 saddr")
                .doesNotContain("10.2.3.0");
    }

    @Test
    void theNodesOwnProcessesGetItsAddressAfterWhatIsKept() {
        String text = new SourceTable(PODS, REMOTE, OWN).text();
        assertThat(text)
                .contains(
                        "ip daddr @remote4 fib saddr type local snat ip to 10.1.2.1\n",
                        "ip6 daddr @remote6 fib saddr type local snat ip6 to fd00:1:0:0:0:0:2:1\n");
        assertThat(text.indexOf("fib saddr")).isGreaterThan(text.lastIndexOf("to ip6 saddr"));
        assertThat(new SourceTable(PODS, REMOTE, Set.of()).text()).doesNotContain("fib");
    }
}
