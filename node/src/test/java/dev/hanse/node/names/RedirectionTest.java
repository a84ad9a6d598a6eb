// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.node.names.GatewayDns.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects who is asked in whose place: nobody where nobody answers, and none that answers is passed over. */
final class RedirectionTest {

    static final InetSocketAddress ONE = at("192.0.2.1", 9453);
    static final InetSocketAddress ONE_IPV6 = at("2001:db8::1", 53);
    static final InetSocketAddress TWO = at("192.0.2.2", 9453);
    static final InetSocketAddress TWO_IPV6 = at("2001:db8::2", 5353);
    static final InetSocketAddress THREE = at("192.0.2.3", 9453);

    static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static GatewayDns dns(State state, InetSocketAddress... addresses) {
        return new GatewayDns(state, Set.of(addresses));
    }

    private static Redirection of(GatewayDns... gateways) {
        return Redirection.of(Arrays.asList(gateways), "node-1");
    }

    @Test
    void queriesOfEachFamilyGoToOneThatAnswers() {
        assertThat(of(dns(State.SILENT, ONE, ONE_IPV6), dns(State.ANSWERS, TWO, TWO_IPV6))
                        .ways())
                .containsExactly(
                        new Redirection.Way(Set.of(ONE), TWO), new Redirection.Way(Set.of(ONE_IPV6), TWO_IPV6));
    }

    @Test
    void twoThatAreSilentHaveOneInTheirPlace() {
        assertThat(of(dns(State.SILENT, ONE), dns(State.ANSWERS, THREE), dns(State.SILENT, TWO))
                        .ways())
                .containsExactly(new Redirection.Way(Set.of(ONE, TWO), THREE));
    }

    @Test
    void oneThatStopsHasAnotherInItsPlaceLikeOneThatIsSilent() {
        assertThat(of(dns(State.STOPS, ONE), dns(State.ANSWERS, THREE), dns(State.SILENT, TWO))
                        .ways())
                .containsExactly(new Redirection.Way(Set.of(ONE, TWO), THREE));
    }

    @Test
    void whereNobodyAnswersNothingIsRedirected() {
        assertThat(of(dns(State.SILENT, ONE), dns(State.SILENT, TWO))).isEqualTo(Redirection.NONE);
        assertThat(of(dns(State.STOPS, ONE), dns(State.STOPS, TWO))).isEqualTo(Redirection.NONE);
        assertThat(of(dns(State.SILENT, ONE), dns(State.OTHER, TWO))).isEqualTo(Redirection.NONE);
        assertThat(of(dns(State.SILENT, ONE), dns(State.ANSWERS))).isEqualTo(Redirection.NONE);
    }

    @Test
    void aFamilyThatNobodyAnswersStays() {
        assertThat(of(dns(State.SILENT, ONE, ONE_IPV6), dns(State.ANSWERS, TWO)).away())
                .containsExactly(ONE);
    }

    @Test
    void whereNobodyIsAwayNothingIsRedirected() {
        assertThat(of(dns(State.ANSWERS, ONE), dns(State.OTHER, TWO))).isEqualTo(Redirection.NONE);
    }

    @Test
    void anAddressThatOneWhichAnswersHasTooStays() {
        assertThat(of(dns(State.SILENT, ONE, TWO), dns(State.ANSWERS, TWO)).away())
                .containsExactly(ONE);
    }

    @Test
    void notAllNodesChooseTheSame() {
        List<GatewayDns> gateways = List.of(dns(State.SILENT, ONE), dns(State.ANSWERS, TWO), dns(State.ANSWERS, THREE));
        assertThat(IntStream.range(0, 20)
                        .mapToObj(node -> Redirection.of(gateways, "node-" + node)
                                .ways()
                                .getFirst()
                                .instead())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(TWO, THREE);
    }
}
