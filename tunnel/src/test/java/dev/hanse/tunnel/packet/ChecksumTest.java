// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Protects against packets that the far kernel throws away: the sums are those of RFC 1071. */
class ChecksumTest {

    @Test
    void sumsTheExampleOfRfc1071() {
        byte[] octets = HexFormat.of().parseHex("0001f203f4f5f6f7");
        assertThat(Checksum.fold(Checksum.sum(octets, 0, octets.length))).isEqualTo(0xddf2);
    }

    @Test
    void agreesWithOctetByOctetAtEveryLengthAndOffset() {
        Random random = new Random(1);
        byte[] octets = new byte[200];
        random.nextBytes(octets);
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length < 150; length++) {
                byte[] part = java.util.Arrays.copyOfRange(octets, offset, offset + length);
                assertThat(Checksum.fold(Checksum.sum(octets, offset, length)))
                        .isEqualTo(PacketBuilder.naiveFold(PacketBuilder.naiveSum(part)));
            }
        }
    }

    @Test
    void sumOfOnesDoesNotOverflow() {
        byte[] octets = new byte[65_535];
        java.util.Arrays.fill(octets, (byte) 0xff);
        assertThat(Checksum.fold(Checksum.sum(octets, 0, 65_534))).isEqualTo(0xffff);
    }
}
