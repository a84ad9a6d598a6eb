// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects what the kernel is told of a route: it reads as what the kernel itself tells. */
final class RouteMessageTest {

    private static Hop hop(String gateway, int device) {
        return new Hop(Optional.of(InetAddress.ofLiteral(gateway)), device);
    }

    private static List<NetworkMessage> read(Route route) throws LinuxException {
        List<NetworkMessage> heard = new ArrayList<>();
        MessageReader.read(RouteMessage.replace(route), heard);
        return heard;
    }

    @Test
    void oneWayAndSeveralReadAsTheyWereMade() throws LinuxException {
        Route one = new Route(
                InetAddress.ofLiteral("10.2.0.0"), 16, 105, 3, 20_105, 0, false, false, List.of(hop("192.0.2.1", 3)));
        Route several = new Route(
                InetAddress.ofLiteral("fd00:2::"),
                64,
                105,
                0,
                20_105,
                0,
                false,
                false,
                List.of(hop("fd00:9::1", 3), hop("fd00:9::2", 4)));
        assertThat(read(one)).containsExactly(one);
        assertThat(read(several)).containsExactly(several);
    }

    @Test
    void waysHaveTheirWeights() throws LinuxException {
        Optional<InetAddress> gateway = Optional.of(InetAddress.ofLiteral("192.0.2.1"));
        List<Hop> hops = List.of(new Hop(gateway, 3, 256), new Hop(gateway, 4, 1));
        Route route = new Route(InetAddress.ofLiteral("10.2.0.0"), 16, 105, 0, 20_105, 0, false, false, hops);
        assertThat(read(route)).containsExactly(route);
    }

    @Test
    void waysIntoVxlanReadAsTheyWereMade() throws LinuxException {
        Optional<InetAddress> any = Optional.of(InetAddress.ofLiteral("fe80::1"));
        Optional<Encapsulation> v4 = Optional.of(new Encapsulation(InetAddress.ofLiteral("192.0.2.1"), 20_105));
        Optional<Encapsulation> v6 = Optional.of(new Encapsulation(InetAddress.ofLiteral("2001:db8::1"), 0xff_ff_ff));
        Route one = new Route(
                InetAddress.ofLiteral("10.2.0.0"),
                16,
                105,
                9,
                20_105,
                0,
                false,
                false,
                List.of(new Hop(Optional.empty(), 9, 1, v4)));
        Route several = new Route(
                InetAddress.ofLiteral("fd00:2::"),
                64,
                105,
                0,
                20_105,
                0,
                false,
                false,
                List.of(new Hop(any, 9, 16, v4), new Hop(any, 9, 1, v6)));
        assertThat(read(one)).containsExactly(one);
        assertThat(read(several)).containsExactly(several);
    }

    @Test
    void anUnreachableOneHasNoWay() throws LinuxException {
        Route route = new Route(InetAddress.ofLiteral("10.2.0.0"), 16, 105, 0, 4_290_000_105L, 0, true, false);
        assertThat(read(route)).containsExactly(route);
    }

    @Test
    void aDeletionNamesDestinationAndMetric() throws LinuxException {
        Route route = new Route(InetAddress.ofLiteral("10.2.0.0"), 16, 105, 0, 20_105, 0, false, false);
        List<NetworkMessage> heard = new ArrayList<>();
        MessageReader.read(RouteMessage.delete(route), heard);
        assertThat(heard)
                .containsExactly(new Route(InetAddress.ofLiteral("10.2.0.0"), 16, 105, 0, 20_105, 0, false, true));
    }
}
