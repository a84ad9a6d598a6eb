// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects that nodes know a gateway's DNS by the addresses by which others ask it, and by no other. */
final class DnsAddressesTest {

    private static final List<InetAddress> HOPS =
            List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @Test
    void oneThatIsNamedIsSaidWithItsPortAndThoseThatEachHostHasAreNot() {
        assertThat(DnsAddresses.of(
                        List.of(
                                at("192.0.2.7", 9453),
                                at("127.0.0.1", 53),
                                at("::1", 53),
                                at("169.254.20.10", 53),
                                at("2001:db8::7", 5353)),
                        HOPS))
                .containsExactly("192.0.2.7:9453", "[2001:db8:0:0:0:0:0:7]:5353");
    }

    @Test
    void allAddressesOfTheHostAreThoseThatNodesRouteTo() {
        assertThat(DnsAddresses.of(List.of(at("0.0.0.0", 53)), HOPS)).containsExactly("192.0.2.1:53");
        assertThat(DnsAddresses.of(List.of(at("::", 53)), HOPS))
                .containsExactly("192.0.2.1:53", "[2001:db8:0:0:0:0:0:1]:53");
    }

    @Test
    void noMoreThanTheContractAllows() {
        List<InetAddress> hops = IntStream.rangeClosed(1, 16)
                .mapToObj(each -> InetAddress.ofLiteral("192.0.2." + each))
                .toList();
        assertThat(DnsAddresses.of(List.of(at("0.0.0.0", 53), at("0.0.0.0", 54), at("0.0.0.0", 55)), hops))
                .hasSize(32);
    }
}
