// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.SocketException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects what a node takes for its own addresses: unknown is not empty. */
final class KnownAddressesTest {

    private Set<InetAddress> told = Set.of(InetAddress.ofLiteral("10.1.7.1"));
    private boolean silent;

    private final KnownAddresses addresses = new KnownAddresses(() -> {
        if (silent) {
            throw new SocketException("no answer");
        }
        return told;
    });

    @Test
    void theLastKnownStayWhereTheKernelDoesNotSay() {
        assertThat(addresses.now()).isEqualTo(told);
        silent = true;
        assertThat(addresses.now()).isEqualTo(told);
        silent = false;
        told = Set.of();
        assertThat(addresses.now()).isEmpty();
    }

    @Test
    void aHostHasItsLoopback() {
        assertThat(KnownAddresses.ofHost().now()).contains(InetAddress.ofLiteral("127.0.0.1"));
    }
}
