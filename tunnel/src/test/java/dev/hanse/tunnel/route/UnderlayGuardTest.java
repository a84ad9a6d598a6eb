// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.Network;
import dev.hanse.net.linux.rtnetlink.PolicyRule;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Packets;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Ports;
import dev.hanse.net.linux.rtnetlink.TableRoute;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects the rules and ways of the tunnel's own packets: there before a prefix leads into the tunnel, back where somebody takes them away, and left behind for the next process. */
class UnderlayGuardTest {

    private static final long TABLE = UnreachableMetric.of("hanse0");
    private static final IpPrefix PEER = IpPrefix.parse("10.2.0.0/16");
    private static final Packets FRAMES = Packets.made(17, new Ports(51_820, 51_823), Ports.ANY);

    private final FakeUnderlay kernel = new FakeUnderlay();
    private long now;
    private final UnderlayGuard guard = new UnderlayGuard(kernel, "hanse0", 51_820, 4, () -> now);

    @BeforeEach
    void route() {
        kernel.table(PolicyRule.MAIN).add(UnderlayTableTest.route("0.0.0.0/0", 0, 3, UnderlayTableTest.way(1)));
    }

    private List<PolicyRule> own() {
        return kernel.rules().stream().filter(rule -> rule.table() == TABLE).toList();
    }

    @Test
    void nothingIsSetBeforeThereIsAPrefixAndItsWayComesBeforeTheRule() {
        guard.check();
        assertThat(kernel.orders()).isEmpty();

        guard.prefixes(Set.of(PEER));

        assertThat(kernel.orders()).containsExactly("put 10.2.0.0/16", "add rule " + FRAMES);
        assertThat(own()).containsExactly(new PolicyRule(false, 32_765, TABLE, 104, FRAMES));
        assertThat(kernel.table(TABLE))
                .containsExactly(UnderlayTableTest.route("10.2.0.0/16", 1024, 104, UnderlayTableTest.way(1)));
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void bothSidesOfTheControlPlaneAreApartWhereAPrefixHasItsAddress() {
        Network host = UnderlayTableTest.network("10.2.0.9/32");
        guard.controlPlane(List.of(
                new InetSocketAddress(InetAddress.ofLiteral("10.2.0.9"), 9443),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9443),
                new InetSocketAddress(InetAddress.ofLiteral("fd00:2::9"), 9443)));
        guard.prefixes(Set.of(PEER));

        assertThat(own())
                .extracting(PolicyRule::packets)
                .containsExactlyInAnyOrder(
                        FRAMES,
                        Packets.made(6, Ports.ANY, Ports.of(9443)).to(host),
                        Packets.made(6, Ports.of(9443), Ports.ANY).from(host));

        guard.controlPlane(List.of());
        assertThat(own()).extracting(PolicyRule::packets).containsExactly(FRAMES);
    }

    @Test
    void whatIsTakenAwayComesBackAndWhatIsOthersStays() {
        PolicyRule others = new PolicyRule(false, 77, TABLE, 3, Packets.ALL);
        TableRoute theirs = UnderlayTableTest.route("10.9.0.0/16", 0, 3, UnderlayTableTest.way(9));
        kernel.rules().add(others);
        kernel.table(TABLE).add(theirs);
        guard.prefixes(Set.of(PEER));

        kernel.change(() -> kernel.rules().removeIf(rule -> rule.protocol() == 104));
        guard.check();
        kernel.change(() -> kernel.table(TABLE).removeIf(route -> route.protocol() == 104));
        guard.check();

        assertThat(own()).hasSize(2).contains(others);
        assertThat(kernel.table(TABLE)).hasSize(2).contains(theirs);
        guard.prefixes(Set.of());
        assertThat(own()).containsExactly(others);
        assertThat(kernel.table(TABLE)).containsExactly(theirs);
    }

    @Test
    void whoTakesThemAwayAgainAndAgainIsNotRacedWith() {
        guard.prefixes(Set.of(PEER));
        int before = kernel.orders().size();
        for (int i = 0; i < 20; i++) {
            kernel.change(() -> kernel.rules().removeIf(rule -> rule.protocol() == 104));
            guard.check();
        }
        assertThat(kernel.orders()).hasSize(before + RepairLimit.LOSSES);
        assertThat(guard.trouble()).contains("another program");
        for (int i = 0; i < 21; i++) {
            guard.check();
        }
        assertThat(own()).as("five seconds later").hasSize(1);
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void whatTheKernelDeletesWithALinkIsNobodysDoing() {
        guard.prefixes(Set.of(PEER));
        for (int i = 0; i < 3 * RepairLimit.LOSSES; i++) {
            kernel.flap(() -> kernel.table(TABLE).clear());
            guard.check();
            assertThat(kernel.table(TABLE)).hasSize(1);
        }
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void whereTheKernelCannotNothingIsAskedOrSet() {
        kernel.cannot();
        kernel.refuse(true);
        guard.prefixes(Set.of(PEER));
        guard.check();
        guard.close();
        assertThat(own()).isEmpty();
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void theHostsOwnRoutesAreFollowed() {
        guard.prefixes(Set.of(PEER));
        kernel.change(() -> {
            kernel.table(PolicyRule.MAIN).clear();
            kernel.table(PolicyRule.MAIN).add(UnderlayTableTest.route("10.0.0.0/8", 0, 3, UnderlayTableTest.way(2)));
        });
        guard.check();
        assertThat(kernel.table(TABLE)).extracting(TableRoute::way).containsExactly(UnderlayTableTest.way(2));
        guard.prefixes(Set.of());
        assertThat(own()).isEmpty();
        assertThat(kernel.table(TABLE)).isEmpty();
    }

    @Test
    void ruleStandsBeforeWhoeverAsksTheMainTableFirst() {
        PolicyRule early = new PolicyRule(false, 32_764, PolicyRule.MAIN, 3, Packets.ALL);
        PolicyRule someOnly = new PolicyRule(
                false,
                100,
                PolicyRule.MAIN,
                3,
                new Packets(
                        Optional.of(UnderlayTableTest.network("10.2.0.0/16")),
                        Optional.empty(),
                        "",
                        0,
                        Ports.ANY,
                        Ports.ANY,
                        false));
        guard.prefixes(Set.of(PEER));
        kernel.change(() -> kernel.rules().addAll(List.of(early, someOnly)));
        guard.check();
        assertThat(own()).containsExactly(new PolicyRule(false, 32_763, TABLE, 104, FRAMES));
    }

    @Test
    void whatAProcessOfBeforeHasLeftGoes() {
        kernel.rules().add(new PolicyRule(false, 32_765, TABLE, 104, FRAMES));
        kernel.table(TABLE).add(UnderlayTableTest.route("10.5.0.0/16", 1024, 104, UnderlayTableTest.way(1)));
        guard.controlPlane(Set.of());
        guard.check();
        assertThat(kernel.orders()).as("before prefixes are known").isEmpty();

        guard.prefixes(Set.of());
        assertThat(own()).isEmpty();
        assertThat(kernel.table(TABLE)).isEmpty();
    }

    @Test
    void whatIsSetStaysForTheNextProcess() {
        guard.prefixes(Set.of(PEER));
        List<PolicyRule> rules = own();
        guard.close();
        guard.prefixes(Set.of());
        assertThat(own()).isEqualTo(rules).hasSize(1);
        assertThat(kernel.table(TABLE)).hasSize(1);

        int before = kernel.orders().size();
        try (UnderlayGuard next = new UnderlayGuard(kernel, "hanse0", 51_820, 4, () -> now)) {
            next.prefixes(Set.of(PEER));
            assertThat(kernel.orders()).as("nothing is set anew").hasSize(before);
            next.prefixes(Set.of());
        }
        assertThat(own()).isEmpty();
    }

    @Test
    void whatTheKernelRefusesIsSaidAndTriedAgain() {
        kernel.refuse(true);
        guard.prefixes(Set.of(PEER));
        assertThat(guard.trouble()).contains("EPERM");
        kernel.refuse(false);
        for (int i = 0; i < 21; i++) {
            guard.check();
        }
        assertThat(own()).hasSize(1);
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidAndTheRestGoesOn() {
        TableRoute strange =
                new TableRoute(new Network(InetAddress.ofLiteral("10.0.0.0"), 96), 0, 3, UnderlayTableTest.way(1));
        kernel.table(PolicyRule.MAIN).add(strange);
        guard.prefixes(Set.of(PEER));
        assertThat(guard.trouble()).contains("cannot read");

        kernel.change(() -> kernel.table(PolicyRule.MAIN).remove(strange));
        guard.check();
        assertThat(own()).hasSize(1);
        assertThat(guard.trouble()).isEmpty();
    }

    @Test
    void olderKernelsHaveNoPorts() {
        assertThat(List.of("4.17.0", "5.2-generic", "6.18.44-fc")).allMatch(KernelUnderlay::hasPorts);
        assertThat(List.of("4.16.9", "3.10.0-1160", "what")).noneMatch(KernelUnderlay::hasPorts);
    }
}
