// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.Network;
import dev.hanse.net.linux.rtnetlink.TableRoute;
import dev.hanse.net.linux.rtnetlink.TableRoute.Way;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects the tunnel's own packets from every way but the one that the host would take without a tunnel. */
class UnderlayTableTest {

    private static final int KERNEL = 2;

    static Way way(int number) {
        return new Way((byte) 1, (byte) 0, 0, ByteBuffer.wrap(new byte[] {(byte) number}));
    }

    static TableRoute route(String prefix, int metric, int protocol, Way way) {
        return new TableRoute(network(prefix), metric, protocol, way);
    }

    static Network network(String text) {
        IpPrefix prefix = IpPrefix.parse(text);
        return new Network(prefix.address(), prefix.bits());
    }

    private static Map<IpPrefix, Way> ways(List<TableRoute> main, String... wanted) {
        return new UnderlayTable(main, prefixes(wanted)).ways();
    }

    private static Set<IpPrefix> prefixes(String... texts) {
        return Stream.of(texts).map(IpPrefix::parse).collect(Collectors.toSet());
    }

    @Test
    void aPrefixGoesTheWayOfTheLongestRouteAroundIt() {
        List<TableRoute> main = List.of(
                route("0.0.0.0/0", 0, KERNEL, way(1)),
                route("10.0.0.0/8", 9, KERNEL, way(2)),
                route("10.0.0.0/8", 5, KERNEL, way(3)),
                route("10.2.0.0/16", 0, DeviceRoutes.PROTOCOL, way(7)));

        assertThat(ways(main, "10.2.0.0/16", "172.16.0.0/16"))
                .containsOnly(
                        Map.entry(IpPrefix.parse("10.2.0.0/16"), way(3)),
                        Map.entry(IpPrefix.parse("172.16.0.0/16"), way(1)));
    }

    @Test
    void whatTheHostRoutesInsideStaysAsItIs() {
        List<TableRoute> main = List.of(
                route("::/0", 0, KERNEL, way(1)),
                route("fd00:2:0:5::/64", 0, KERNEL, way(2)),
                route("fd00:3::/48", 0, KERNEL, way(3)));

        assertThat(ways(main, "fd00:2::/32", "fd00:3::/48"))
                .containsOnly(
                        Map.entry(IpPrefix.parse("fd00:2::/32"), way(1)),
                        Map.entry(IpPrefix.parse("fd00:2:0:5::/64"), Way.NEXT_RULE),
                        Map.entry(IpPrefix.parse("fd00:3::/48"), way(3)));
    }

    @Test
    void aHostWithoutAWaySaysSo() {
        assertThat(ways(List.of(route("192.0.2.0/24", 0, KERNEL, way(1))), "10.2.0.0/16"))
                .containsOnly(Map.entry(IpPrefix.parse("10.2.0.0/16"), Way.UNREACHABLE));
    }

    @Test
    void routesOfOtherTunnelsOfThisProjectAreNoWayEither() {
        List<TableRoute> main = List.of(
                route("0.0.0.0/0", 0, KERNEL, way(1)),
                route("10.3.0.0/16", 20105, 105, way(2)),
                route("10.0.0.0/8", 0, DeviceRoutes.PROTOCOL, Way.UNREACHABLE));

        assertThat(ways(main))
                .containsOnly(
                        Map.entry(IpPrefix.parse("10.3.0.0/16"), way(1)),
                        Map.entry(IpPrefix.parse("10.0.0.0/8"), way(1)));
    }
}
