// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Protects the check from what a resolver may send. */
class ProbeAnswerTest {

    private static final int TXT = 16;

    /** A header with this code and number of answers, no question, then these octets. */
    private static ProbeAnswer answer(int rcode, int answers, int... octets) {
        byte[] message = new byte[12 + octets.length];
        message[2] = (byte) 0x80;
        message[3] = (byte) rcode;
        message[7] = (byte) answers;
        for (int i = 0; i < octets.length; i++) {
            message[12 + i] = (byte) octets[i];
        }
        return new ProbeAnswer(message, 12, TXT);
    }

    @Test
    void findsTheRecordBehindOthers() {
        assertThat(answer(0, 1, 0, 0, TXT, 0, 1, 0, 0, 0, 5, 0, 0).hasRecord()).isTrue();
        assertThat(answer(0, 2, 0, 0, 5, 0, 1, 0, 0, 0, 5, 0, 1, 0, 0xc0, 12, 0, TXT, 0, 1, 0, 0, 0, 5, 0, 0)
                        .hasRecord())
                .isTrue();
        assertThat(answer(0, 1, 0, 0, 5, 0, 1, 0, 0, 0, 5, 0, 1, 0).hasRecord()).isFalse();
        assertThat(answer(3, 1, 0, 0, TXT, 0, 1, 0, 0, 0, 5, 0, 0).hasRecord()).isFalse();
    }

    @Test
    void findsNothingInWhatIsCutOff() {
        assertThat(answer(0, 9).hasRecord()).isFalse();
        assertThat(answer(0, 9, 0, 0).hasRecord()).isFalse();
        assertThat(answer(0, 9, 0xc0).hasRecord()).isFalse();
        assertThat(answer(0, 9, 0, 0, 5, 0, 1, 0, 0, 0, 5, 0, 99).hasRecord()).isFalse();
    }

    @Test
    void survivesAnything() {
        Random random = new Random(1);
        assertThatCode(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        byte[] message = new byte[12 + random.nextInt(40)];
                        random.nextBytes(message);
                        message[3] = 0;
                        new ProbeAnswer(message, 12 + random.nextInt(20), TXT).hasRecord();
                    }
                })
                .doesNotThrowAnyException();
    }
}
