// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Protects what every packet goes through, the same way for each engine: right octets, ranges checked, forgeries
 * refused.
 */
class PacketCipherTest {

    private static final HexFormat HEX = HexFormat.of();

    static Stream<Arguments> ciphers() {
        return Engines.present()
                .flatMap(engine ->
                        Stream.of(CipherSuite.values()).map(suite -> Arguments.of(engine.name(), suite, engine)));
    }

    static Stream<Arguments> engines() {
        return Engines.present().map(engine -> Arguments.of(engine.name(), engine));
    }

    /** GCM specification, test case 14: key, nonce and plaintext all zero. */
    @ParameterizedTest
    @MethodSource("engines")
    void sealsGcmAsInItsSpecification(String name, CipherEngine engine) {
        byte[] sealed = new byte[32];
        try (PacketCipher cipher = engine.create(CipherSuite.AES_256_GCM, new byte[32])) {
            cipher.seal(0, 0, new byte[16], 0, 16, sealed, 0);
        }
        assertThat(sealed).isEqualTo(HEX.parseHex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"));
    }

    /** An implementation of its own, and the nonce put together by hand. */
    @ParameterizedTest
    @MethodSource("engines")
    void sealsChaChaAsBouncyCastleDoes(String name, CipherEngine engine) throws Exception {
        byte[] key = octets(1, 32);
        byte[] packet = octets(2, 1400);
        byte[] nonce = HEX.parseHex("443322118877665544332211");
        ChaCha20Poly1305 reference = new ChaCha20Poly1305();
        reference.init(true, new AEADParameters(new KeyParameter(key), 128, nonce));
        byte[] expected = new byte[1416];
        int written = reference.processBytes(packet, 0, packet.length, expected, 0);
        reference.doFinal(expected, written);
        byte[] sealed = new byte[1416];
        try (PacketCipher cipher = engine.create(CipherSuite.CHACHA20_POLY1305, key)) {
            cipher.seal(0x11223344, 0x1122334455667788L, packet, 0, packet.length, sealed, 0);
        }
        assertThat(sealed).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void opensWhatItSealedAtAnyOffsetAndLength(String name, CipherSuite suite, CipherEngine engine) {
        try (PacketCipher cipher = engine.create(suite, octets(1, 32))) {
            Random random = new Random(3);
            for (int round = 0; round < 200; round++) {
                byte[] packet = octets(round, random.nextInt(2000));
                byte[] src = new byte[packet.length + 40];
                int at = random.nextInt(41);
                System.arraycopy(packet, 0, src, at, packet.length);
                byte[] frame = new byte[packet.length + 60];
                cipher.seal(round, round, src, at, packet.length, frame, 44);
                byte[] opened = new byte[packet.length];
                assertThat(cipher.open(round, round, frame, 44, packet.length + 16, opened, 0))
                        .isTrue();
                assertThat(opened).isEqualTo(packet);
                assertThat(Arrays.copyOf(frame, 44)).containsOnly(0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void worksInPlace(String name, CipherSuite suite, CipherEngine engine) {
        byte[] packet = octets(2, 1400);
        byte[] buffer = Arrays.copyOf(packet, 1416);
        try (PacketCipher cipher = engine.create(suite, octets(1, 32))) {
            cipher.seal(7, 9, buffer, 0, 1400, buffer, 0);
            assertThat(Arrays.copyOf(buffer, 1400)).isNotEqualTo(packet);
            assertThat(cipher.open(7, 9, buffer, 0, 1416, buffer, 0)).isTrue();
        }
        assertThat(Arrays.copyOf(buffer, 1400)).isEqualTo(packet);
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void opensIntoTheSameArrayBesideTheFrame(String name, CipherSuite suite, CipherEngine engine) {
        byte[] packet = octets(2, 100);
        byte[] buffer = new byte[400];
        try (PacketCipher cipher = engine.create(suite, octets(1, 32))) {
            cipher.seal(7, 9, packet, 0, 100, buffer, 200);
            assertThat(cipher.open(7, 9, buffer, 200, 116, buffer, 100)).isTrue();
            cipher.seal(7, 10, packet, 0, 100, buffer, 0);
            assertThat(cipher.open(7, 10, buffer, 0, 116, buffer, 116)).isTrue();
        }
        assertThat(Arrays.copyOfRange(buffer, 116, 216)).isEqualTo(packet);
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void refusesEveryFlippedBitAndGoesOn(String name, CipherSuite suite, CipherEngine engine) {
        byte[] packet = octets(2, 20);
        byte[] sealed = new byte[36];
        byte[] opened = new byte[20];
        try (PacketCipher cipher = engine.create(suite, octets(1, 32))) {
            cipher.seal(7, 9, packet, 0, 20, sealed, 0);
            for (int bit = 0; bit < sealed.length * 8; bit++) {
                sealed[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(cipher.open(7, 9, sealed, 0, 36, opened, 0)).isFalse();
                sealed[bit / 8] ^= (byte) (1 << bit % 8);
            }
            assertThat(cipher.open(8, 9, sealed, 0, 36, opened, 0)).isFalse();
            assertThat(cipher.open(7, 10, sealed, 0, 36, opened, 0)).isFalse();
            assertThat(cipher.open(7, 9, sealed, 0, 15, opened, 0)).isFalse();
            assertThat(cipher.open(7, 9, sealed, 0, 36, opened, 0)).isTrue();
        }
        assertThat(opened).isEqualTo(packet);
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void refusesRangesOutsideTheArrays(String name, CipherSuite suite, CipherEngine engine) {
        byte[] array = new byte[64];
        try (PacketCipher cipher = engine.create(suite, octets(1, 32))) {
            int[][] wrong = {{-1, 10, 0}, {0, -1, 0}, {60, 10, 0}, {0, 10, -1}, {0, 10, 39}, {Integer.MAX_VALUE, 1, 0}};
            for (int[] range : wrong) {
                assertThatThrownBy(() -> cipher.seal(0, 1, array, range[0], range[1], new byte[64], range[2]))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThatThrownBy(() -> cipher.seal(0, 1, array, 0, 49, new byte[64], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> cipher.open(0, 1, array, 33, 32, new byte[64], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> cipher.open(0, 1, array, 0, 32, new byte[64], 49))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> cipher.seal(0, 1, array, 0, Integer.MAX_VALUE, new byte[64], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void refusesAPartialOverlap(String name, CipherSuite suite, CipherEngine engine) {
        byte[] array = new byte[200];
        try (PacketCipher cipher = engine.create(suite, octets(1, 32))) {
            assertThatThrownBy(() -> cipher.seal(0, 1, array, 0, 50, array, 16))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("source at 0, destination at 16");
            assertThatThrownBy(() -> cipher.open(0, 1, array, 16, 50, array, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void refusesToWorkOnceClosed(String name, CipherSuite suite, CipherEngine engine) {
        PacketCipher cipher = engine.create(suite, octets(1, 32));
        cipher.close();
        cipher.close();
        assertThatThrownBy(() -> cipher.seal(0, 1, new byte[16], 0, 16, new byte[32], 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> cipher.open(0, 1, new byte[32], 0, 32, new byte[16], 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void refusesAKeyOfAnotherLength(String name, CipherSuite suite, CipherEngine engine) {
        assertThatThrownBy(() -> engine.create(suite, new byte[16]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 octets (expected: 32)");
    }

    @Test
    void enginesAgreeOnRandomInput() {
        EngineSelfTest selfTest = new EngineSelfTest(new JdkEngine());
        assertThat(Engines.present()).allMatch(engine -> selfTest.passes(engine, Arrays.asList(CipherSuite.values())));
    }

    private static byte[] octets(long seed, int length) {
        byte[] result = new byte[length];
        new Random(seed).nextBytes(result);
        return result;
    }
}
