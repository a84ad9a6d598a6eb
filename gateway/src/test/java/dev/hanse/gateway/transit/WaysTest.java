// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Link;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects pods of the gateway's own host: whatever the CNI, their packets keep the state that translates virtual addresses. */
final class WaysTest {

    private static final int ETH0 = 2;
    private static final int BRIDGE = 3;
    private static final int VETH = 4;
    private static final int OVERLAY = 5;
    private static final int TUNNEL = 6;

    private static final List<Link> LINKS = List.of(
            new Link(ETH0, "eth0", true, false),
            new Link(BRIDGE, "cni0", true, false),
            new Link(VETH, "veth1", true, false),
            new Link(OVERLAY, "flannel.1", true, false),
            new Link(TUNNEL, "hanse0", true, false));

    private final List<Route> routes = new ArrayList<>();

    private void route(String prefix, String gateway, int device) {
        IpPrefix to = IpPrefix.parse(prefix);
        Hop hop = new Hop(gateway.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(gateway)), device);
        routes.add(new Route(to.address(), to.bits(), 2, device, 0, 0, false, false, List.of(hop)));
    }

    private Set<String> ways() {
        List<IpPrefix> pods = List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd00:1::/48"));
        return new Ways(pods, "hanse0", "cni0"::equals).of(routes, LINKS, Set.of(InetAddress.ofLiteral("10.1.5.1")));
    }

    @Test
    void aBridgeOfPodsAndAnOverlayToOtherNodes() {
        route("0.0.0.0/0", "192.0.2.1", ETH0);
        route("10.1.0.0/24", "", BRIDGE);
        route("10.1.1.0/24", "10.1.1.0", OVERLAY);
        route("10.2.0.0/16", "", TUNNEL);
        assertThat(ways()).containsExactlyInAnyOrder("eth0", "flannel.1");
    }

    @Test
    void aRouteToEachPodAndNeighboursForOthers() {
        route("10.1.0.7/32", "", VETH);
        route("fd00:1::7/128", "", VETH);
        route("10.1.1.0/24", "192.0.2.7", ETH0);
        assertThat(ways()).containsExactly("eth0");
    }

    @Test
    void aNetworkWhosePodsAreHosts() {
        route("10.1.0.0/16", "", ETH0);
        assertThat(ways()).containsExactly("eth0");
    }

    @Test
    void anAddressOfThisHostIsNoNeighbour() {
        route("10.1.5.0/24", "10.1.5.1", OVERLAY);
        assertThat(ways()).isEmpty();
    }

    @Test
    void whatHasNothingToDoWithPods() {
        route("198.51.100.0/24", "192.0.2.9", ETH0);
        route("10.1.0.0/16", "", TUNNEL);
        assertThat(ways()).isEmpty();
    }

    @Test
    void ofSeveralHopsEach() {
        List<Hop> hops = List.of(
                new Hop(Optional.of(InetAddress.ofLiteral("192.0.2.7")), ETH0),
                new Hop(Optional.of(InetAddress.ofLiteral("192.0.2.8")), OVERLAY));
        routes.add(new Route(InetAddress.ofLiteral("10.1.9.0"), 24, 2, 0, 0, 0, false, false, hops));
        assertThat(ways()).containsExactlyInAnyOrder("eth0", "flannel.1");
    }
}
