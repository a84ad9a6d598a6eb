// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Protects the hash under handshake, cookies and key derivation: published vectors of BLAKE2s and of WireGuard's KDF.
 */
class Blake2sTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 7693, appendix B. */
    @Test
    void hashesAbc() {
        assertThat(Blake2s.hash("abc".getBytes(US_ASCII)))
                .isEqualTo(HEX.parseHex("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"));
    }

    @Test
    void hashesPartsAsTheirConcatenation() {
        assertThat(Blake2s.hash("a".getBytes(US_ASCII), new byte[0], "bc".getBytes(US_ASCII)))
                .isEqualTo(Blake2s.hash("abc".getBytes(US_ASCII)));
    }

    @Test
    void macsTheFirstOctetsOfAnArray() {
        byte[] key = "key".getBytes(US_ASCII);
        assertThat(Blake2s.mac(key, "abcd".getBytes(US_ASCII), 3))
                .hasSize(16)
                .isEqualTo(Blake2s.mac(key, "abc".getBytes(US_ASCII)));
    }

    /** First values of the chaining key and the hash in every WireGuard handshake. */
    @Test
    void startsAsWireGuardDoes() {
        byte[] chainingKey = Blake2s.hash("Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s".getBytes(US_ASCII));
        byte[] hash = Blake2s.hash(chainingKey, "WireGuard v1 zx2c4 Jason@zx2c4.com".getBytes(US_ASCII));
        assertThat(chainingKey)
                .isEqualTo(HEX.parseHex("60e26daef327efc02ec335e2a025d2d016eb4206f87277f52d38d1988b78cd36"));
        assertThat(hash).isEqualTo(HEX.parseHex("2211b361081ac566691243db458ad5322d9c6c662293e8b70ee19c65ba079ef3"));
    }

    /** Vectors that WireGuard's implementations share for HKDF over HMAC-BLAKE2s. */
    @ParameterizedTest
    @CsvSource({
        "746573742d6b6579, 746573742d696e707574,"
                + "6f0e5ad38daba1bea8a0d213688736f19763239305e0f58aba697f9ffc41c633,"
                + "df1194df20802a4fe594cde27e92991c8cae66c366e8106aaa937a55fa371e8a,"
                + "fac6e2745a325f5dc5d11a5b165aad08b0ada28e7b4e666b7c077934a4d76c24",
        "776972656775617264, 776972656775617264,"
                + "491d43bbfdaa8750aaf535e334ecbfe5129967cd64635101c566d4caefda96e8,"
                + "1e71a379baefd8a79aa4662212fcafe19a23e2b609a3db7d6bcba8f560e3d25f,"
                + "31e1ae48bddfbe5de38f295e5452b1909a1b4e38e183926af3780b0c1e1f0160",
        "'', '',"
                + "8387b46bf43eccfcf349552a095d8315c4055beb90208fb1be23b894bc2ed5d0,"
                + "58a0e5f6faefccf4807bff1f05fa8a9217945762040bcec2f4b4a62bdfe0e86e,"
                + "0ce6ea98ec548f8e281e93e32db65621c45eb18dc6f0a7ad94178610a2f7338e",
    })
    void derivesAsWireGuardDoes(String key, String input, String first, String second, String third) {
        byte[][] derived = NoiseKdf.derive(HEX.parseHex(key), HEX.parseHex(input), 3);
        assertThat(derived)
                .isDeepEqualTo(new byte[][] {HEX.parseHex(first), HEX.parseHex(second), HEX.parseHex(third)});
    }
}
