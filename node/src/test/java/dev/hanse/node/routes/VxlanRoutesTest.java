// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.Encapsulation;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import dev.hanse.node.routes.GatewayView.Reach;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects nodes behind routers: packets take VXLAN where no gateway is on a link, and only there; nothing that cannot work is set, and it is said why. */
final class VxlanRoutesTest {

    private static final String FAR = "203.0.113.1";
    private static final String OTHER = "203.0.113.2";
    private static final int PORT = 9_484;
    private static final int VNI = 7;

    private final FakeHost host = new FakeHost();
    private final FakeTunnelDevice device = new FakeTunnelDevice();
    private long nanos;
    private final RouteKeeper keeper = new RouteKeeper(host, device, () -> nanos);

    @BeforeEach
    void beBehindARouter() {
        host.address("10.1.0.1");
        host.add("0.0.0.0", 0, 3, 0);
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static GatewayView view(String hop, String remote, int port, String refused) {
        return new GatewayView(
                        "east",
                        "gw-" + hop,
                        true,
                        true,
                        List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd00:1::/48")),
                        List.of(),
                        List.of(address(hop)),
                        List.<InetSocketAddress>of(),
                        false,
                        List.of(new GatewayView.Remote(
                                "west",
                                List.of(WantedRoutesTest.WEST, IpPrefix.parse("fd00:2::/64")),
                                Reach.UP,
                                1_420)))
                .with(new VxlanEnd(address(remote), port, VNI, refused));
    }

    private static GatewayView far(String hop) {
        return view(hop, hop, PORT, "");
    }

    private void want(GatewayView... views) {
        keeper.want(WantedRoutesTest.of(views));
    }

    private List<Hop> hops(String prefix) {
        return host.ours().stream()
                .filter(route -> NodeRoutes.prefix(route).equals(IpPrefix.parse(prefix)))
                .flatMap(route -> route.hops().stream())
                .toList();
    }

    private static Hop into(String remote, String neighbour, int weight) {
        return new Hop(
                neighbour.isEmpty() ? Optional.empty() : Optional.of(address(neighbour)),
                FakeTunnelDevice.INDEX,
                weight,
                Optional.of(new Encapsulation(address(remote), VNI)));
    }

    private List<String> codes() {
        return keeper.state().findings().stream().map(Finding::code).toList();
    }

    @Test
    void packetsOfBothFamiliesTakeVxlanToEachGateway() {
        want(far(FAR), far(OTHER));
        assertThat(hops("10.2.0.0/16")).containsExactlyInAnyOrder(into(FAR, "", 1), into(OTHER, "", 1));
        assertThat(hops("fd00:2::/64")).containsExactlyInAnyOrder(into(FAR, "fe80::1", 1), into(OTHER, "fe80::1", 1));
        assertThat(device.port).contains(PORT);
        assertThat(device.under).containsExactly(new TunnelDevice.Underlay(9, 36));
        assertThat(codes()).containsExactly("NO_OWN_ADDRESS");
        assertThat(keeper.state().complete()).isTrue();
        assertThat(keeper.state().devices()).containsExactly(9);
    }

    @Test
    void whereAGatewayIsOnALinkItTakesAllAndTheDeviceGoes() {
        want(far(FAR));
        assertThat(device.port).isPresent();
        want(far(FAR), WantedRoutesTest.up("192.0.2.1"));
        assertThat(hops("10.2.0.0/16")).extracting(Hop::gateway).containsExactly(Optional.of(address("192.0.2.1")));
        want(WantedRoutesTest.up("192.0.2.1"));
        assertThat(device.port).isEmpty();
    }

    @Test
    void aGatewayThatIsCalledAtOneAddressTakesBothFamiliesThere() {
        want(view("2001:db8:9::1", FAR, PORT, ""));
        assertThat(hops("fd00:2::/64")).containsExactly(into(FAR, "fe80::1", 1));
        assertThat(hops("10.2.0.0/16")).containsExactly(into(FAR, "", 1));
    }

    @Test
    void itIsSaidWhyThereIsNoWay() {
        want(view(FAR, FAR, 0, "the port is taken"));
        assertThat(host.ours()).allMatch(Route::unreachable);
        assertThat(keeper.state().findings().toString()).contains("GATEWAY_NOT_ON_LINK", "the port is taken");
        device.refuses = true;
        want(far(FAR));
        assertThat(host.ours()).allMatch(Route::unreachable);
        assertThat(keeper.state().findings().toString()).contains("VXLAN_REFUSED", "UDP port 9484");
        assertThat(keeper.state().complete()).isFalse();
        device.refuses = false;
        nanos += 5_000_000_000L;
        keeper.check();
        assertThat(hops("10.2.0.0/16")).containsExactly(into(FAR, "", 1));
    }

    @Test
    void whatWorksStaysWhileTheKernelDoesNotSayWhatThereIs() {
        want(far(FAR));
        device.silent = true;
        want(far(FAR), far(OTHER));
        assertThat(hops("10.2.0.0/16")).containsExactly(into(FAR, "", 1));
        device.silent = false;
        nanos += 5_000_000_000L;
        keeper.check();
        assertThat(hops("10.2.0.0/16")).hasSize(2);
    }

    @Test
    void gatewaysThatDoNotAgreeOnThePortAreNamed() {
        want(far(FAR), view(OTHER, OTHER, PORT + 1, ""));
        assertThat(hops("10.2.0.0/16")).containsExactly(into(FAR, "", 1));
        assertThat(codes()).contains("VXLAN_PORTS_DIFFER");
    }

    @Test
    void thePortOfAGatewayThatNoWayLeadsToCountsForNothing() {
        GatewayView idle = view(OTHER, OTHER, PORT - 1, "").asLeaving();
        want(far(FAR), idle);
        assertThat(hops("10.2.0.0/16")).containsExactly(into(FAR, "", 1));
        assertThat(device.port).contains(PORT);
        assertThat(codes()).doesNotContain("VXLAN_PORTS_DIFFER");
    }

    @Test
    void whereTheTableIsNotSetThatIsWhatIsToldAndNoClashIsForgotten() {
        keeper.want(WantedRoutesTest.of(far(FAR)).withoutVxlan("no table"));
        assertThat(host.ours()).isNotEmpty().allMatch(Route::unreachable);
        assertThat(keeper.state().findings().toString()).contains("no table").doesNotContain("has not said");
        keeper.want(WantedRoutesTest.of(view("10.2.9.9", "10.2.9.9", PORT, "")).withoutVxlan("no table"));
        assertThat(host.routed()).doesNotContain("10.2.0.0/16");
        assertThat(codes()).contains("PREFIX_CLASH").doesNotContain("VXLAN_REFUSED");
    }

    @Test
    void noPrefixIsRoutedThatWouldSwallowWhatGoesToTheGateway() {
        want(view("10.2.9.9", "10.2.9.9", PORT, ""));
        assertThat(hops("10.2.0.0/16")).isEmpty();
        assertThat(codes()).contains("PREFIX_CLASH");
        assertThat(host.routed()).doesNotContain("10.2.0.0/16");
        Hop router = new Hop(Optional.of(address("192.0.2.254")), FakeHost.LINK);
        host.table.add(new Route(address("10.2.9.0"), 24, 3, FakeHost.LINK, 0, 0, false, false, List.of(router)));
        host.address("10.1.0.2");
        keeper.check();
        assertThat(hops("10.2.0.0/16")).containsExactly(into("10.2.9.9", "", 1));
    }

    @Test
    void aGatewayThatTakesNoneKeepsNoPrefixFromBeingRouted() {
        GatewayView silent = view("10.2.9.9", "10.2.9.9", 0, "nodes.vxlan-port of the gateway is 0");
        want(silent, WantedRoutesTest.up("192.0.2.1"));
        assertThat(hops("10.2.0.0/16")).extracting(Hop::gateway).containsExactly(Optional.of(address("192.0.2.1")));
        assertThat(codes()).doesNotContain("PREFIX_CLASH");
        WantedRoutes shut =
                WantedRoutesTest.of(view("10.2.9.9", "10.2.9.9", PORT, "")).withoutVxlan("no table");
        assertThat(keeper.routable(shut))
                .as("it takes them as soon as the table stands")
                .doesNotContain(WantedRoutesTest.WEST);
    }

    @Test
    void aNodeWithAGatewayUsesTheDeviceOfThatOneAndLeavesItThere() {
        host.address("192.0.2.1");
        device.port = Optional.of(PORT);
        GatewayView own = view("192.0.2.1", "192.0.2.1", PORT, "");
        WantedRoutes wanted = keeper.onHost(WantedRoutesTest.of(own, far(FAR)));
        keeper.want(wanted);
        assertThat(hops("10.2.0.0/16")).containsExactly(into(FAR, "", 1));
        keeper.want(keeper.onHost(WantedRoutes.of(List.of(own), wanted)));
        assertThat(device.port).contains(PORT);
        assertThat(keeper.isRouted(address("192.0.2.1"))).isFalse();
        assertThat(keeper.isRouted(address("192.0.2.9"))).isFalse();
        assertThat(keeper.isRouted(address(FAR))).isTrue();
    }

    @Test
    void whatWasSaidStaysWhileNobodyIsHeardAndGoesWhenItIsNotSaidAnyMore() {
        WantedRoutes wanted = WantedRoutesTest.of(far(FAR));
        assertThat(WantedRoutes.of(List.of(), wanted).vxlan()).isEqualTo(wanted.vxlan());
        assertThat(WantedRoutes.of(List.of(WantedRoutesTest.up(FAR)), wanted).vxlan())
                .isEmpty();
        assertThat(WantedRoutes.of(List.of(far(OTHER)), wanted).vxlan()).containsOnlyKeys(address(OTHER));
    }
}
