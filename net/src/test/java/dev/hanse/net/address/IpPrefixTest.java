// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects which forms of a prefix are taken where, and the words of every refusal. */
class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.0.0.0/8",
        "0.0.0.0/0,0.0.0.0/0",
        "FD00::/48,fd00:0:0:0:0:0:0:0/48",
        "10.0.0.0/+8,10.0.0.0/8"
    })
    void bothReadersTakeWhatIsWritten(String text, String printed) {
        assertThat(IpPrefix.parse(text)).hasToString(printed);
        assertThat(IpPrefix.parseLenient(text)).isEqualTo(IpPrefix.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"10.0/16,10.0.0.0/16", "0/0,0.0.0.0/0", "[fd00::]/48,fd00:0:0:0:0:0:0:0/48"})
    void onlyTheLenientReaderTakesOtherLiteralsOfTheJdk(String text, String printed) {
        assertThat(IpPrefix.parseLenient(text)).hasToString(printed);
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
                "fd00::/-1; prefix length: -1 (expected: 0 to 128)",
                "10.0.0.1/8; prefix: 10.0.0.1/8 has bits set behind its length"
            })
    void refusesWithTheReason(String text, String message) {
        assertThatThrownBy(() -> IpPrefix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10.0.0.0; prefix: \"10.0.0.0\" (expected: address/length, as 10.1.0.0/16)",
                "/8; prefix: \"/8\" (expected: address/length, as 10.1.0.0/16)",
                "web/8; prefix: \"web/8\" (expected: address/length, as 10.1.0.0/16)",
                "fe80::%eth0/64; prefix: \"fe80::%eth0/64\" (expected: address/length, as 10.1.0.0/16)",
                "10.0.0.0/; prefix: \"10.0.0.0/\" (expected: a number after the slash)",
                "10.0.0.0/33; prefix length: 33 (expected: 0 to 32)",
                "fd00::/-1; prefix length: -1 (expected: 0 to 128)",
                "10.0.0.1/8; prefix: 10.0.0.1/8 has bits set behind its length (expected: 10.0.0.0/8)",
                "10/8; prefix: 0.0.0.10/8 has bits set behind its length (expected: 0.0.0.0/8)"
            })
    void theLenientReaderNamesTheWholePrefix(String text, String message) {
        assertThatThrownBy(() -> IpPrefix.parseLenient(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
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
