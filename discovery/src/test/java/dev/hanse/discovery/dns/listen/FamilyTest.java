// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects which sockets take both families: only those that the configuration gives both to. */
class FamilyTest {

    private static final InetSocketAddress IPV4 = new InetSocketAddress("0.0.0.0", 53);
    private static final InetSocketAddress IPV6 = new InetSocketAddress("::", 53);

    @Test
    void keepsToIpv4() {
        assertThat(Family.of(IPV4)).isEqualTo(Family.IPV4);
        assertThat(Family.of(IPV4, List.of(IPV6, IPV4))).isEqualTo(Family.IPV4);
        assertThat(Family.of(new InetSocketAddress("192.0.2.1", 53))).isEqualTo(Family.IPV4);
    }

    @Test
    void takesBothOnTheWildcardOfIpv6Alone() {
        assertThat(Family.of(IPV6)).isEqualTo(Family.BOTH);
        assertThat(Family.of(IPV6, List.of(IPV6, new InetSocketAddress("192.0.2.1", 5353))))
                .isEqualTo(Family.BOTH);
        assertThat(Family.of(new InetSocketAddress("2001:db8::1", 53))).isEqualTo(Family.IPV6);
    }

    @Test
    void leavesIpv4ToItsOwnSockets() {
        assertThat(Family.of(IPV6, List.of(IPV4, IPV6))).isEqualTo(Family.IPV6);
        assertThat(Family.of(IPV6, List.of(IPV6, new InetSocketAddress("192.0.2.1", 53))))
                .isEqualTo(Family.IPV6);
    }
}
