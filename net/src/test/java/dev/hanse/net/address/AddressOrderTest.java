// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects maps of addresses: what is one address has one place, and others have others. */
class AddressOrderTest {

    @Test
    void sortsByFamilyAndOctets() {
        List<InetAddress> sorted = Stream.of("10.0.0.1", "10.0.0.2", "200.0.0.1", "::1", "fd00::1:fffe", "fd00::2:fffd")
                .map(InetAddress::ofLiteral)
                .toList();
        TreeSet<InetAddress> addresses = new TreeSet<>(AddressOrder.BY_OCTETS);
        addresses.addAll(sorted.reversed());
        addresses.addAll(sorted);
        assertThat(addresses).containsExactlyElementsOf(sorted);
    }
}
