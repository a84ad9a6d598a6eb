// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.GatewayView.Reach;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the choice of next hops: the best gateways that are heard, and the last known where none is. */
final class WantedRoutesTest {

    static final IpPrefix WEST = IpPrefix.parse("10.2.0.0/16");

    static GatewayView gateway(String hop, Reach reach, boolean leaving, boolean known) {
        return new GatewayView(
                "east",
                "gw-" + hop,
                known,
                true,
                List.of(IpPrefix.parse("10.1.0.0/16")),
                List.of(),
                List.of(InetAddress.ofLiteral(hop)),
                List.of(),
                leaving,
                known ? List.of(new GatewayView.Remote("west", List.of(WEST), reach, 1_420)) : List.of());
    }

    static GatewayView up(String hop) {
        return gateway(hop, Reach.UP, false, true);
    }

    static WantedRoutes of(GatewayView... views) {
        return WantedRoutes.of(List.of(views), WantedRoutes.NONE);
    }

    private static void hops(WantedRoutes wanted, String... hops) {
        Set<InetAddress> expected =
                Set.copyOf(Arrays.stream(hops).map(InetAddress::ofLiteral).toList());
        assertThat(wanted.remote().get(WEST)).isEqualTo(new WantedRoutes.Way("west", expected));
    }

    @Test
    void allThatReachTheClusterAreTaken() {
        hops(of(up("192.0.2.1"), up("192.0.2.2")), "192.0.2.1", "192.0.2.2");
    }

    @Test
    void oneThatDoesNotReachItCountsWhereThereIsNoBetterOne() {
        GatewayView down = gateway("192.0.2.1", Reach.DOWN, false, true);
        hops(of(down, up("192.0.2.2")), "192.0.2.2");
        hops(of(down, gateway("192.0.2.2", Reach.AVOID, false, true)), "192.0.2.2");
        hops(of(down), "192.0.2.1");
    }

    @Test
    void oneThatStopsComesAfterAllOthers() {
        GatewayView leaving = gateway("192.0.2.1", Reach.UP, true, true);
        hops(of(leaving, gateway("192.0.2.2", Reach.DOWN, false, true)), "192.0.2.2");
        hops(of(leaving), "192.0.2.1");
    }

    @Test
    void whereNobodyIsHeardTheLastKnownStays() {
        WantedRoutes before = of(up("192.0.2.1"));
        WantedRoutes now = WantedRoutes.of(List.of(), before);
        hops(now, "192.0.2.1");
        assertThat(now.remembered()).isTrue();
    }

    @Test
    void aGatewayThatKnowsNothingYetTakesNothingAway() {
        WantedRoutes before = of(up("192.0.2.1"));
        GatewayView fresh = gateway("192.0.2.2", Reach.UP, false, false);
        hops(WantedRoutes.of(List.of(fresh), before), "192.0.2.1");
        hops(WantedRoutes.of(List.of(fresh, up("192.0.2.1")), before), "192.0.2.1");
    }

    @Test
    void aClusterThatNobodyNamesAnyMoreIsGone() {
        WantedRoutes before = of(up("192.0.2.1"));
        GatewayView without = naming("192.0.2.1", true);
        assertThat(WantedRoutes.of(List.of(without), before).remote()).isEmpty();
        GatewayView other = naming("192.0.2.2", false);
        assertThat(WantedRoutes.of(List.of(without, other), before).remote()).isEmpty();
    }

    @Test
    void aViewOfBeforeARestartTakesNothingAway() {
        WantedRoutes before = of(up("192.0.2.1"), up("192.0.2.2"));
        WantedRoutes now = WantedRoutes.of(List.of(naming("192.0.2.2", false)), before);
        hops(now, "192.0.2.1");
        assertThat(now.remembered()).isFalse();
        hops(WantedRoutes.of(List.of(naming("192.0.2.1", false), naming("192.0.2.2", false)), now));
    }

    @Test
    void aViewOfBeforeARestartAddsAndChooses() {
        IpPrefix north = IpPrefix.parse("10.3.0.0/16");
        WantedRoutes now = WantedRoutes.of(List.of(naming("192.0.2.2", false, north)), of(up("192.0.2.1")));
        hops(now, "192.0.2.1");
        assertThat(now.remote().get(north))
                .isEqualTo(new WantedRoutes.Way("north", Set.of(InetAddress.ofLiteral("192.0.2.2"))));
    }

    private static GatewayView naming(String hop, boolean confirmed, IpPrefix... prefixes) {
        return new GatewayView(
                "east",
                "gw-" + hop,
                true,
                confirmed,
                List.of(IpPrefix.parse("10.1.0.0/16")),
                List.of(),
                List.of(InetAddress.ofLiteral(hop)),
                List.of(),
                false,
                List.of(new GatewayView.Remote("north", List.of(prefixes), Reach.UP, 1_420)));
    }
}
