// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects addresses and durations in configuration from being misread. */
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

    @ParameterizedTest
    @ValueSource(strings = {"250ms", "0s", "90s", "5s", "15m", "24h"})
    void durationsPrintAsTheyAreRead(String text) {
        String expected = text.equals("90s") ? "90s" : text;

        assertThat(DurationText.print(DurationText.parse(text, Duration.ZERO, Duration.ofDays(1))))
                .isEqualTo(expected);
    }

    @Test
    void refusesDurationsOutOfBounds() {
        assertThatThrownBy(() -> DurationText.parse("2h", Duration.ofMillis(250), Duration.ofHours(1)))
                .hasMessage("duration: \"2h\" (expected: 250ms to 1h)");
    }
}
