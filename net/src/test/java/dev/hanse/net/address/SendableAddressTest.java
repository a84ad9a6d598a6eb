// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what peers are told to send to: one host's address, never a name, never many hosts. */
class SendableAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:51820, 192.0.2.1, 51820",
        "[2001:db8::1]:1, 2001:db8::1, 1",
        "[2001:DB8:0:0:0:0:0:1]:65535, 2001:db8::1, 65535",
        "10.0.0.1:53, 10.0.0.1, 53"
    })
    void readsOneHostsAddress(String text, String host, int port) {
        assertThat(SendableAddress.parse(text)).contains(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "192.0.2.1",
                ":53",
                "192.0.2.1:",
                "192.0.2.1:0",
                "192.0.2.1:65536",
                "0.0.0.0:53",
                "[::]:53",
                "224.0.0.1:53",
                "[ff02::1]:53",
                "host.example:53",
                "[]:53",
                "[::1:53",
                "10.1:53",
                "167772161:53",
                "010.0.0.1:53",
                "2001:db8::1:65535",
                "[192.0.2.1]:53",
                "[::ffff:192.0.2.1]:53",
                "[::ffff:c000:201]:53",
                "[fe80::1%eth0]:53",
                "[2001:db8::1%1]:53",
                "192.0.2.1:+53",
                "192.0.2.1:053",
                "192.0.2.1:\u0665\u0663",
                "192.0.2.1:99999999999",
                " 192.0.2.1:53",
                "127.0.0.1:53",
                "[::1]:53",
                "0.1.2.3:53",
                "169.254.169.254:53",
                "255.255.255.255:53",
                "240.0.0.1:53",
                "[fe80::1]:53",
                "[64:ff9b::c000:201]:53",
                "[2002:c000:201::1]:53"
            })
    void refusesOthers(String text) {
        assertThat(SendableAddress.parse(text)).isEmpty();
    }

    @Property
    void readsWhatIsPrinted(
            @ForAll @Size(16) byte[] octets, @ForAll boolean v4, @ForAll @IntRange(min = 1, max = 65_535) int port)
            throws Exception {
        InetAddress host = InetAddress.getByAddress(v4 ? Arrays.copyOf(octets, 4) : octets);
        InetSocketAddress address = new InetSocketAddress(host, port);
        boolean sendable = ForbiddenAddresses.isHost(host);

        assertThat(SendableAddress.parse(HostPort.format(address)))
                .isEqualTo(sendable ? Optional.of(address) : Optional.empty());
    }
}
