// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects where a text is taken apart, and which places are accepted. */
class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "cp.example:9443, cp.example, false, 9443",
        "192.0.2.1:53, 192.0.2.1, false, 53",
        "[2001:db8::1]:53, 2001:db8::1, true, 53",
        "2001:db8::1:53, 2001:db8::1, false, 53",
        "[::1:53, [::1, false, 53",
        "[]:53, '', true, 53",
        "a:-1, a, false, -1",
        "a:99999, a, false, 99999"
    })
    void takesATextApartAtTheLastColon(String text, String host, boolean bracketed, int port) {
        assertThat(HostPort.split(text)).contains(new HostPort(host, bracketed, OptionalInt.of(port)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:", "a:x", "a: 1", "a:99999999999"})
    void aPortIsANumber(String text) {
        assertThat(HostPort.split(text)).contains(new HostPort("a", false, OptionalInt.empty()));
        assertThat(HostPort.split(text).orElseThrow().hasPort(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ":1", "[a]"})
    void withoutAHostBeforeAColonThereIsNothingToTakeApart(String text) {
        assertThat(HostPort.split(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a:0, true, false",
        "a:1, true, true",
        "a:65535, true, true",
        "a:65536, false, false",
        "a:-1, false, false"
    })
    void portsEndAt65535(String text, boolean zeroToo, boolean fromOne) {
        HostPort parts = HostPort.split(text).orElseThrow();
        assertThat(parts.hasPort(0)).isEqualTo(zeroToo);
        assertThat(parts.hasPort(1)).isEqualTo(fromOne);
    }

    @Test
    void ofSeveralColonsNobodyCanTellWithoutBrackets() {
        assertThat(HostPort.split("::1:53").orElseThrow().isAmbiguous()).isTrue();
        assertThat(HostPort.split("[::1]:53").orElseThrow().isAmbiguous()).isFalse();
        assertThat(HostPort.split("a:53").orElseThrow().isAmbiguous()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp.example:9443", "192.0.2.1:1", "[2001:db8::1]:65535", "a b:1"})
    void placesToConnectToPrintAsTheyAreRead(String text) {
        HostPort parts = HostPort.parse(text);
        assertThat(HostPort.format(parts.host(), parts.port().orElseThrow())).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cp", ":1", " :1", "[]:1", "cp:", "cp:0", "cp:65536", "cp:x", "::1:9443", "[::1]"})
    void otherPlacesAreRefusedWithTheText(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: \"" + text
                        + "\" (expected: host:port or [IPv6 address]:port, with a port of 1 to 65535)");
    }

    @Test
    void printsIpv6InBrackets() {
        assertThat(HostPort.format(new InetSocketAddress(InetAddress.ofLiteral("::1"), 53)))
                .isEqualTo("[0:0:0:0:0:0:0:1]:53");
        assertThat(HostPort.format(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)))
                .isEqualTo("127.0.0.1:0");
    }
}
