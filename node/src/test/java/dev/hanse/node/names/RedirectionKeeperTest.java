// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.node.names.GatewayDns.State;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects that queries are redirected for as long as a gateway is silent and no longer, whoever changes rules, and that flows of before follow. */
final class RedirectionKeeperTest {

    private static final Redirection DEAD = of(RedirectionTest.ONE);
    private static final String FLUSHED = "forget ANSWERED_BY [192.0.2.1:9453] [TCP, UDP]";

    private final List<String> ran = new ArrayList<>();
    private int generation = 7;
    private boolean there;
    private boolean refused;
    private boolean unforgettable;
    private long nanos;

    @TempDir
    private Path folder;

    private RedirectionKeeper keeper;

    private static Redirection of(InetSocketAddress... silent) {
        return Redirection.of(
                List.of(
                        new GatewayDns(State.SILENT, Set.of(silent)),
                        new GatewayDns(State.ANSWERS, Set.of(RedirectionTest.THREE))),
                "node-1");
    }

    @BeforeEach
    void begin() {
        Programs nft = command -> {
            ran.add(String.join(" ", command.subList(1, command.size())).replace(folder + "/", ""));
            if (refused) {
                throw new IOException("nft: exit status 1");
            }
            boolean changes = command.contains("-f") || command.contains("delete");
            generation += changes ? 1 : 0;
            there = changes ? command.contains("-f") : there;
            return there ? "table inet hanse-node-dns\n" : "";
        };
        keeper = new RedirectionKeeper(nft, () -> generation, folder.resolve("dns.nft"), this::forget, () -> nanos);
    }

    private int forget(Enum<?> end, Set<InetSocketAddress> addresses, Set<?> transports) throws IOException {
        if (unforgettable) {
            throw new IOException("not permitted");
        }
        TreeSet<String> sorted = new TreeSet<>();
        addresses.forEach(each -> sorted.add(each.toString().substring(1)));
        ran.add("forget " + end + " " + sorted + " " + transports);
        return 1;
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        keeper.check();
    }

    private void redirected() {
        keeper.check();
        keeper.want(DEAD);
        ran.clear();
    }

    @Test
    void whatOneBeforeHasLeftIsTakenAway() {
        there = true;
        keeper.check();
        assertThat(ran).containsExactly("list tables", "delete table inet hanse-node-dns");
        pass(Duration.ofMinutes(1));
        assertThat(ran).hasSize(2);
    }

    @Test
    void flowsOfBeforeFollowTheTable() {
        keeper.check();
        ran.clear();
        keeper.want(DEAD);
        keeper.want(DEAD);
        assertThat(ran).containsExactly("-f dns.nft", "--stateless list table inet hanse-node-dns", FLUSHED);
        assertThat(keeper.redirection()).isEqualTo(DEAD);
    }

    @Test
    void whenItIsHeardAgainQueriesGoThereAgain() {
        redirected();
        keeper.want(Redirection.NONE);
        assertThat(ran)
                .containsExactly(
                        "list tables", "delete table inet hanse-node-dns", "forget SENT_TO [192.0.2.1:9453] [UDP]");
    }

    @Test
    void oneOfTwoThatIsBackIsAskedAgain() {
        keeper.want(of(RedirectionTest.ONE, RedirectionTest.TWO));
        ran.clear();
        keeper.want(DEAD);
        assertThat(ran)
                .containsExactly(
                        "-f dns.nft",
                        "--stateless list table inet hanse-node-dns",
                        FLUSHED,
                        "forget SENT_TO [192.0.2.2:9453] [UDP]");
    }

    @Test
    void flowsToOneThatAnsweredAndStopsGoToTheNext() {
        GatewayDns one = new GatewayDns(State.SILENT, Set.of(RedirectionTest.ONE));
        GatewayDns three = new GatewayDns(State.ANSWERS, Set.of(RedirectionTest.THREE));
        keeper.want(Redirection.of(List.of(one, new GatewayDns(State.ANSWERS, Set.of(RedirectionTest.TWO))), "node-1"));
        ran.clear();
        keeper.want(Redirection.of(
                List.of(one, new GatewayDns(State.OTHER, Set.of(RedirectionTest.TWO)), three), "node-1"));
        assertThat(ran).endsWith(FLUSHED, "forget SENT_TO [192.0.2.1:9453] [UDP]");
    }

    @Test
    void whatSomebodyElseTakesAwayIsBackAndFlowsOfMeanwhileFollow() {
        redirected();
        there = false;
        generation++;
        pass(Duration.ofMillis(250));
        assertThat(ran)
                .containsExactly(
                        "--stateless list table inet hanse-node-dns",
                        "-f dns.nft",
                        "--stateless list table inet hanse-node-dns",
                        FLUSHED);
    }

    /** A packet may pass the hook before the table is there, and its flow be noted after all others were forgotten. */
    @Test
    void flowsThatTurnUpALittleLaterFollowToo() {
        redirected();
        pass(Duration.ofMillis(250));
        pass(Duration.ofMillis(250));
        assertThat(ran).containsExactly(FLUSHED, FLUSHED);
        pass(Duration.ofMillis(500));
        assertThat(ran).as("it has settled").hasSize(2);
    }

    @Test
    void theKernelIsRemindedSoonerThanItForgets() {
        redirected();
        pass(Duration.ofSeconds(4));
        assertThat(ran).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("-f dns.nft", "--stateless list table inet hanse-node-dns", FLUSHED);
        assertThat(RedirectionTable.EXPIRY).isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void theEndOfTheProcessTakesAllAway() throws IOException {
        redirected();
        keeper.close();
        assertThat(there).isFalse();
        assertThat(ran).contains("forget SENT_TO [192.0.2.1:9453] [UDP]");
    }

    @Test
    void whatIsRefusedIsToldAndTriedAgain() {
        keeper.check();
        refused = true;
        keeper.want(DEAD);
        assertThat(keeper.findings()).singleElement().satisfies(each -> {
            assertThat(each.code()).isEqualTo("DNS_NOT_REDIRECTED");
            assertThat(each.text()).contains("cannot be set", "exit status 1");
        });
        assertThat(keeper.redirection()).as("what the kernel does").isEqualTo(Redirection.NONE);
        refused = false;
        pass(Duration.ofSeconds(10));
        assertThat(keeper.findings()).isEmpty();
        assertThat(ran).filteredOn(FLUSHED::equals).as("flows of meanwhile").hasSize(2);
    }

    @Test
    void flowsThatCannotBeForgottenAreToldAndTriedAgain() {
        keeper.check();
        unforgettable = true;
        keeper.want(DEAD);
        assertThat(keeper.findings())
                .singleElement()
                .matches(each -> each.text().contains("cannot be redirected: not permitted"));
        unforgettable = false;
        pass(Duration.ofSeconds(5));
        assertThat(keeper.findings()).isEmpty();
    }

    @Test
    void aTableThatCannotBeTakenAwayIsToldAndTriedAgain() {
        redirected();
        refused = true;
        keeper.want(Redirection.NONE);
        assertThat(keeper.findings())
                .singleElement()
                .matches(each -> each.text().contains("cannot be taken away"));
        refused = false;
        pass(Duration.ofSeconds(5));
        assertThat(keeper.findings()).isEmpty();
        assertThat(there).isFalse();
    }
}
