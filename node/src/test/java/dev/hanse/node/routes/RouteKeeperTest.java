// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects what a node does to the kernel: what is wanted is there, what others have stays theirs, and a quarrel costs little. */
final class RouteKeeperTest {

    private final FakeHost host = new FakeHost();
    private long nanos;
    private final RouteKeeper keeper = new RouteKeeper(host, new FakeTunnelDevice(), () -> nanos);

    @BeforeEach
    void letAPodRunHere() {
        host.address("10.1.0.1");
    }

    private void want(GatewayView... views) {
        keeper.want(WantedRoutesTest.of(views));
    }

    private List<String> codes() {
        return keeper.state().findings().stream().map(Finding::code).toList();
    }

    @Test
    void setsARouteOverAllGatewaysAndAnUnreachableOneBehind() {
        want(WantedRoutesTest.up("192.0.2.1"), WantedRoutesTest.up("192.0.2.2"));
        assertThat(host.hops()).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(host.ours())
                .hasSize(2)
                .anyMatch(route -> route.unreachable() && route.metric() == NodeRoutes.BEHIND);
        assertThat(keeper.state().complete()).isTrue();
    }

    private Map<String, Integer> weights() {
        return host.ours().stream()
                .flatMap(route -> route.hops().stream())
                .collect(Collectors.toMap(hop -> hop.gateway().orElseThrow().getHostAddress(), Hop::weight));
    }

    @Test
    void aGatewayThatComesBackGetsItsPartOfTheFlowsByAndBy() {
        GatewayView one = WantedRoutesTest.up("192.0.2.1");
        GatewayView two = WantedRoutesTest.up("192.0.2.2");
        want(one, two);
        assertThat(weights()).as("at the beginning").isEqualTo(Map.of("192.0.2.1", 1, "192.0.2.2", 1));
        nanos += TimeUnit.SECONDS.toNanos(60);
        want(one);
        assertThat(weights()).isEqualTo(Map.of("192.0.2.1", 1));
        nanos += TimeUnit.SECONDS.toNanos(1);
        want(one, two);
        for (int share : List.of(1, 2, 4, 8)) {
            assertThat(weights()).isEqualTo(Map.of("192.0.2.1", 16, "192.0.2.2", share));
            keeper.check();
            int orders = host.orders;
            keeper.check();
            assertThat(host.orders).as("no more often").isEqualTo(orders);
            nanos += TimeUnit.SECONDS.toNanos(2);
            keeper.check();
        }
        assertThat(weights()).isEqualTo(Map.of("192.0.2.1", 1, "192.0.2.2", 1));
        assertThat(keeper.state().complete()).isTrue();
    }

    @Test
    void doesNothingWhereNothingHasChanged() {
        want(WantedRoutesTest.up("192.0.2.1"));
        int orders = host.orders;
        keeper.check();
        keeper.check();
        assertThat(host.orders).isEqualTo(orders);
    }

    @Test
    void putsBackWhatIsTakenAwayAndGivesWayToWhoTakesItAgainAndAgain() {
        want(WantedRoutesTest.up("192.0.2.1"));
        for (int i = 0; i < 5; i++) {
            host.takeAwayOurs();
            keeper.check();
            assertThat(host.ours()).hasSize(2);
        }
        host.takeAwayOurs();
        keeper.check();
        keeper.check();
        assertThat(host.ours()).isEmpty();
        assertThat(codes()).contains("ROUTE_TAKEN_AWAY");
        nanos += TimeUnit.SECONDS.toNanos(5);
        keeper.check();
        assertThat(host.ours()).hasSize(2);
    }

    @Test
    void aRefusalIsToldAndTriedAgain() {
        host.refuses = true;
        want(WantedRoutesTest.up("192.0.2.1"));
        assertThat(codes()).contains("ROUTE_REFUSED");
        assertThat(keeper.state().complete()).isFalse();
        host.refuses = false;
        nanos += TimeUnit.SECONDS.toNanos(5);
        keeper.check();
        assertThat(host.ours()).hasSize(2);
        assertThat(codes()).isEmpty();
    }

    @Test
    void aPrefixOnALinkOfThisNodeIsRefusedAlone() {
        host.add("10.2.7.0", 24, NodeRoutes.OF_KERNEL, 0);
        want(WantedRoutesTest.up("192.0.2.1"));
        assertThat(host.ours()).isEmpty();
        assertThat(codes()).containsExactly("PREFIX_CLASH");
    }

    @Test
    void aRouteOfSomebodyElseIsLeftAlone() {
        host.add("10.2.0.0", 16, 4, NodeRoutes.METRIC);
        host.add("10.2.0.0", 16, 4, 7);
        List<Route> before =
                host.table().stream().filter(route -> route.protocol() == 4).toList();
        want(WantedRoutesTest.up("192.0.2.1"));
        assertThat(host.table()).containsAll(before);
        assertThat(host.ours()).allMatch(Route::unreachable);
    }

    @Test
    void oneWithOurProtocolAndMetricThatLeadsToALinkAloneIsReplacedOrDeleted() {
        host.add("10.2.0.0", 16, NodeRoutes.PROTOCOL, NodeRoutes.METRIC);
        host.add("10.9.0.0", 16, NodeRoutes.PROTOCOL, NodeRoutes.METRIC);
        want(WantedRoutesTest.up("192.0.2.1"));
        assertThat(host.hops()).containsExactly("192.0.2.1");
        assertThat(host.ours()).hasSize(2);
    }

    @Test
    void aGatewayThatIsOnNoLinkIsNoNextHop() {
        want(WantedRoutesTest.up("198.51.100.1"), WantedRoutesTest.up("192.0.2.1"));
        assertThat(host.hops()).containsExactly("192.0.2.1");
        assertThat(codes()).containsExactly("GATEWAY_NOT_ON_LINK");
    }

    @Test
    void besideAGatewayOnThisNodeOnlyOthersThatAreHeardAreNextHops() {
        host.local.add(InetAddress.ofLiteral("192.0.2.1"));
        WantedRoutes both = WantedRoutesTest.of(WantedRoutesTest.up("192.0.2.1"), WantedRoutesTest.up("192.0.2.2"));
        keeper.want(both);
        assertThat(host.hops()).containsExactly("192.0.2.2");
        keeper.want(both.asRemembered());
        assertThat(host.ours()).singleElement().matches(Route::unreachable);
    }

    @Test
    void prefixesOfAFamilyThatPodsHereDoNotHaveAreLeftOut() {
        Set<InetAddress> hop = Set.of(InetAddress.ofLiteral("2001:db8::1"));
        IpPrefix far = IpPrefix.parse("fd00:2::/64");
        Map<IpPrefix, WantedRoutes.Way> remote = Map.of(far, new WantedRoutes.Way("west", hop));
        keeper.want(new WantedRoutes(Set.of(IpPrefix.parse("10.1.0.0/16")), Set.of(), hop, remote, false, false));
        assertThat(host.ours()).isEmpty();
        assertThat(codes()).isEmpty();
        assertThat(keeper.state().complete()).isTrue();
        keeper.want(new WantedRoutes(Set.of(IpPrefix.parse("fd00:1::/64")), Set.of(), hop, remote, false, false));
        assertThat(host.ours()).hasSize(2);
    }

    @Test
    void gatewaysThatDieOneAfterTheOtherMakeNoCircle() {
        host.local.add(InetAddress.ofLiteral("192.0.2.1"));
        GatewayView here = WantedRoutesTest.up("192.0.2.1");
        GatewayView there = WantedRoutesTest.up("192.0.2.2");
        WantedRoutes both = keeper.onHost(WantedRoutesTest.of(here, there));
        WantedRoutes one = keeper.onHost(WantedRoutes.of(List.of(there), both));
        keeper.want(one);
        assertThat(host.hops()).containsExactly("192.0.2.2");
        WantedRoutes none = keeper.onHost(WantedRoutes.of(List.of(), one));
        keeper.want(none);
        assertThat(host.ours()).singleElement().matches(Route::unreachable);
        assertThat(codes()).isEmpty();
        keeper.want(keeper.onHost(WantedRoutes.of(List.of(there), none)));
        assertThat(host.hops()).containsExactly("192.0.2.2");
    }

    @Test
    void nothingIsDeletedBeforeAnythingIsKnown() {
        want(WantedRoutesTest.up("192.0.2.1"));
        RouteKeeper next = new RouteKeeper(host, new FakeTunnelDevice(), () -> nanos);
        next.check();
        assertThat(host.ours()).hasSize(2);
    }

    @Test
    void whatIsNotWantedAnyMoreGoes() {
        want(WantedRoutesTest.up("192.0.2.1"));
        keeper.want(new WantedRoutes(
                Set.of(), Set.of(), Set.of(InetAddress.ofLiteral("192.0.2.1")), Map.of(), false, false));
        assertThat(host.ours()).isEmpty();
    }
}
