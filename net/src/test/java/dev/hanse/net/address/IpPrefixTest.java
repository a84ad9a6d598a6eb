// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects which forms of a prefix are taken where, and the words of every refusal. */
class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.0.0.0/8", "0.0.0.0/0,0.0.0.0/0", "FD00::/48,fd00:0:0:0:0:0:0:0/48"})
    void takesWhatIsWritten(String text, String printed) {
        assertThat(IpPrefix.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0/16", "0/0", "[fd00::]/48", "10.1/16", "0x0a000000/8"})
    void refusesOtherLiteralsOfTheJdk(String text) {
        String address = text.substring(0, text.indexOf('/'));
        assertThatThrownBy(() -> IpPrefix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: \"" + address + "\" (expected: an IP address, as 10.1.2.3 or fd00::1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10.0.0.0; prefix: \"10.0.0.0\" (expected: address/length, as 10.1.0.0/16)",
                "/8; prefix: \"/8\" (expected: address/length, as 10.1.0.0/16)",
                "web/8; address: \"web\" (expected: an IP address, as 10.1.2.3 or fd00::1)",
                "fe80::%eth0/64; address: \"fe80::%eth0\" (expected: an IP address, as 10.1.2.3 or fd00::1)",
                "10.0.0.0/; prefix: \"10.0.0.0/\" (expected: a number after the slash)",
                "10.0.0.0/x; prefix: \"10.0.0.0/x\" (expected: a number after the slash)",
                "10.0.0.0/33; prefix length: 33 (expected: 0 to 32)",
                "fd00::/-1; prefix: \"fd00::/-1\" (expected: a number after the slash)",
                "10.0.0.0/+8; prefix: \"10.0.0.0/+8\" (expected: a number after the slash)",
                "10.0.0.0/08; prefix: \"10.0.0.0/08\" (expected: a number after the slash)",
                "fd00::/129; prefix length: 129 (expected: 0 to 128)",
                "10.0.0.1/8; prefix: 10.0.0.1/8 has bits set behind its length"
            })
    void refusesWithTheReason(String text, String message) {
        assertThatThrownBy(() -> IpPrefix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void showsTheBeginningOfALongText() {
        assertThatThrownBy(() -> IpPrefix.parse("1".repeat(100_000)))
                .hasMessage("prefix: \"" + "1".repeat(64) + "…\" (expected: address/length, as 10.1.0.0/16)");
    }

    @Test
    void aSetNamesTheFirstThatOverlaps() {
        PrefixSet set = new PrefixSet(
                List.of(IpPrefix.parse("10.0.0.0/16"), IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd00::/48")));

        assertThat(set.overlapping(IpPrefix.parse("10.0.0.0/8"))).contains(IpPrefix.parse("10.0.0.0/16"));
        assertThat(set.overlapping(IpPrefix.parse("10.1.2.0/24"))).contains(IpPrefix.parse("10.1.0.0/16"));
        assertThat(set.overlapping(IpPrefix.parse("10.2.0.0/16"))).isEmpty();
        assertThat(set.overlapping(IpPrefix.parse("::/0"))).contains(IpPrefix.parse("fd00::/48"));
        assertThat(set.contains(IpLiteral.parse("10.1.255.255"))).isTrue();
        assertThat(set.contains(IpLiteral.parse("10.2.0.0"))).isFalse();
        assertThat(new PrefixSet(List.of()).contains(IpLiteral.parse("10.2.0.0")))
                .isFalse();
    }
}
