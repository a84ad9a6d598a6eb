// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Protects that the kernel does not list all flows of IPv6 for each address again. */
final class TrackedFlowsTest {

    private static Set<InetSocketAddress> at(String... addresses) {
        return Arrays.stream(addresses)
                .map(each -> new InetSocketAddress(InetAddress.ofLiteral(each), 53))
                .collect(Collectors.toSet());
    }

    @Test
    void eachAddressOfIpv4IsAskedForFirstAndIpv6Once() {
        List<InetAddress> asked =
                TrackedFlows.asked(at("2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3"));
        assertThat(asked).hasSize(3);
        assertThat(asked.subList(0, 2))
                .containsExactlyInAnyOrder(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
        assertThat(asked.getLast()).isNotInstanceOf(Inet4Address.class);
    }

    @Test
    void nothingIsAskedWithoutAddresses() {
        assertThat(TrackedFlows.asked(Set.of())).isEmpty();
    }
}
