// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Protects keys from being altered, printed, or taken for another kind. */
class KeyOctetsTest {

    private static byte[] octets(int fill) {
        byte[] octets = new byte[KeyOctets.OCTETS];
        Arrays.fill(octets, (byte) fill);
        return octets;
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("tunnel public key", (Function<byte[], KeyOctets>) TunnelPublicKey::of),
                Arguments.of("pre-shared key", (Function<byte[], KeyOctets>) PresharedKey::of));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void copiesWhatItIsGivenAndWhatItGives(String name, Function<byte[], KeyOctets> kind) {
        byte[] given = octets(7);
        KeyOctets key = kind.apply(given);
        given[0] = 1;
        key.octets()[1] = 1;

        assertThat(key.octets()).isEqualTo(octets(7));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void refusesAnotherLength(String name, Function<byte[], KeyOctets> kind) {
        assertThatThrownBy(() -> kind.apply(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + ": 31 octets (expected: 32)");
        assertThatThrownBy(() -> kind.apply(new byte[33])).hasMessage(name + ": 33 octets (expected: 32)");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void comparesByContent(String name, Function<byte[], KeyOctets> kind) {
        KeyOctets key = kind.apply(octets(7));
        byte[] almost = octets(7);
        almost[KeyOctets.OCTETS - 1] = 8;

        assertThat(key).isEqualTo(kind.apply(octets(7))).hasSameHashCodeAs(kind.apply(octets(7)));
        assertThat(key).isNotEqualTo(kind.apply(almost)).isNotEqualTo(octets(7));
        assertThat(key.hashCode()).isNotEqualTo(kind.apply(almost).hashCode());
    }

    @Test
    void kindsAreNotEqual() {
        assertThat((Object) TunnelPublicKey.of(octets(7))).isNotEqualTo(PresharedKey.of(octets(7)));
    }

    @Test
    void onlyThePublicKeyIsPrinted() {
        assertThat(TunnelPublicKey.of(octets(0))).hasToString("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        assertThat(PresharedKey.of(octets(0))).hasToString("(secret)");
    }
}
