// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects SipHash-2-4 with the vectors of its reference: key 00 to 0f, message 00, 01, 02 and so on. */
class SipHashTest {

    private static final SipHash REFERENCE = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @ParameterizedTest
    @CsvSource({
        "0, 726fdb47dd0e0e31",
        "1, 74f839c593dc67fd",
        "7, ab0200f58b01d137",
        "8, 93f5f5799a932462",
        "15, a129ca6149be45e5"
    })
    void givesTheReferenceHash(int octets, String hash) {
        long[] words = new long[octets / 8 + 1];
        for (int i = 0; i < octets; i++) {
            words[i / 8] |= (long) i << (i % 8 * 8);
        }
        assertThat(Long.toHexString(REFERENCE.hash(words, octets))).isEqualTo(hash);
    }
}
