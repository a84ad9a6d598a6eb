// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects addresses from the short forms and scopes that the JDK takes. */
class IpLiteralTest {

    @ParameterizedTest
    @CsvSource({"10.1.2.3,10.1.2.3", "fd00::1,fd00:0:0:0:0:0:0:1", "::,0:0:0:0:0:0:0:0", "::ffff:10.1.2.3,10.1.2.3"})
    void readsAddresses(String text, String canonical) {
        assertThat(IpLiteral.parse(text).getHostAddress()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.1",
                "10.1.2",
                "10.1.2.256",
                "010.1.2.3",
                "fe80::1%eth0",
                ":::",
                "1::2::3",
                "web-0",
                "[::1]",
                "10.1.2.3 "
            })
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> IpLiteral.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: \"" + text + "\" (expected: an IP address, as 10.1.2.3 or fd00::1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10/8", "10.1/16", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "/8"})
    void prefixesAreAsStrict(String text) {
        assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
