// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Protects the AEADs of handshakes and cookies: vectors of RFC 8439, of the XChaCha draft, and of GCM's test cases. */
class HandshakeAeadTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SUNSCREEN = ("Ladies and Gentlemen of the class of '99: "
                    + "If I could offer you only one tip for the future, sunscreen would be it.")
            .getBytes(US_ASCII);
    private static final byte[] KEY = HEX.parseHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    private static final byte[] ASSOCIATED = HEX.parseHex("50515253c0c1c2c3c4c5c6c7");

    /** RFC 8439, section 2.8.2. */
    @Test
    void sealsChaChaAsInTheRfc() {
        byte[] nonce = HEX.parseHex("070000004041424344454647");
        byte[] sealed = HandshakeAead.seal(CipherSuite.CHACHA20_POLY1305, KEY, nonce, SUNSCREEN, ASSOCIATED);
        assertThat(sealed)
                .isEqualTo(HEX.parseHex("d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6"
                        + "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                        + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
                        + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"));
        assertThat(HandshakeAead.open(CipherSuite.CHACHA20_POLY1305, KEY, nonce, sealed, ASSOCIATED))
                .isEqualTo(SUNSCREEN);
    }

    /** GCM specification, test case 16 (AES-256, additional data). */
    @Test
    void sealsGcmAsInItsSpecification() {
        byte[] key = HEX.parseHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        byte[] nonce = HEX.parseHex("cafebabefacedbaddecaf888");
        byte[] plaintext = HEX.parseHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] associated = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        assertThat(HandshakeAead.seal(CipherSuite.AES_256_GCM, key, nonce, plaintext, associated))
                .isEqualTo(HEX.parseHex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b"));
    }

    /** draft-irtf-cfrg-xchacha-03, section 2.2.1. */
    @Test
    void derivesTheSubkeyAsInTheDraft() {
        byte[] key = HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        assertThat(HChaCha20.derive(key, HEX.parseHex("000000090000004a0000000031415927")))
                .isEqualTo(HEX.parseHex("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"));
    }

    /** draft-irtf-cfrg-xchacha-03, section A.3.1. */
    @Test
    void sealsXChaChaAsInTheDraft() {
        byte[] nonce = HEX.parseHex("404142434445464748494a4b4c4d4e4f5051525354555657");
        byte[] sealed = XChaCha20Poly1305.seal(KEY, nonce, SUNSCREEN, ASSOCIATED);
        assertThat(sealed)
                .isEqualTo(HEX.parseHex("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                        + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                        + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                        + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"));
        assertThat(XChaCha20Poly1305.open(KEY, nonce, sealed, ASSOCIATED)).isEqualTo(SUNSCREEN);
    }

    @Test
    void opensNothingThatWasChanged() {
        byte[] nonce = new byte[24];
        byte[] sealed = XChaCha20Poly1305.seal(KEY, nonce, SUNSCREEN, ASSOCIATED);
        sealed[3] ^= 1;
        assertThat(XChaCha20Poly1305.open(KEY, nonce, sealed, ASSOCIATED)).isNull();
        sealed[3] ^= 1;
        assertThat(XChaCha20Poly1305.open(KEY, nonce, sealed, new byte[1])).isNull();
    }

    @Test
    void refusesANonceOfAnotherLength() {
        assertThatThrownBy(() -> XChaCha20Poly1305.seal(KEY, new byte[23], SUNSCREEN, ASSOCIATED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("23 octets (expected: 24)");
    }
}
