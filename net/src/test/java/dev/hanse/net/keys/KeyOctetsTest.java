// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aPeersKeyOfSmallOrderIsRefused(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> TunnelPublicKey.ofPeer(octets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("small order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0700000000000000000000000000000000000000000000000000000000000080"
            })
    void aPeersKeyHasOneForm(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> TunnelPublicKey.ofPeer(octets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2^255-19");
    }

    @Test
    void aPeersKeyIsTakenAsItIs() {
        assertThat(TunnelPublicKey.ofPeer(octets(7))).isEqualTo(TunnelPublicKey.of(octets(7)));
        assertThatThrownBy(() -> TunnelPublicKey.ofPeer(new byte[31])).hasMessageContaining("31 octets");
    }
}
