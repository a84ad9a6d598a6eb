// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects addresses in configuration from being misread. */
class SocketAddressTextTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.1:53,53", "0.0.0.0:9443,9443", "[2001:db8::1]:53,53", "127.0.0.1:0,0"})
    void readsLiteralAddresses(String text, int port) {
        InetSocketAddress address = SocketAddressText.parseLiteral(text);

        assertThat(address.isUnresolved()).isFalse();
        assertThat(address.getPort()).isEqualTo(port);
    }

    @Test
    void hostNamesStayUnresolved() {
        assertThat(SocketAddressText.parse("cp.example:9443"))
                .isEqualTo(InetSocketAddress.createUnresolved("cp.example", 9443));
        assertThatThrownBy(() -> SocketAddressText.parseLiteral("cp.example:9443"))
                .hasMessageContaining("expected: an IP address and a port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":53",
                "192.0.2.1",
                "192.0.2.1:",
                "192.0.2.1:99999",
                "192.0.2.1:-1",
                "192.0.2:53",
                "2001:db8::1:53",
                "[192.0.2.1]:53",
                "[::1:53",
                "a b:53",
                "-a:53"
            })
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> SocketAddressText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("address: \"" + text + "\" (expected: ");
    }
}
