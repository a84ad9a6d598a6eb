// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Protects memory while a session is being made: bounded in packets and octets, the oldest go first. */
class StagedPacketsTest {

    private final StagedPackets staged = new StagedPackets();
    private final byte[] buffer = new byte[70_000];

    @Test
    void givesBackInOrder() {
        add(1, 3);
        add(2, 5);
        assertThat(staged.take(buffer)).isEqualTo(3);
        assertThat(buffer[0]).isEqualTo((byte) 1);
        assertThat(staged.take(buffer)).isEqualTo(5);
        assertThat(staged.take(buffer)).isZero();
    }

    @Test
    void dropsTheOldestBeyondTheLimits() {
        for (int i = 0; i < StagedPackets.MAX_PACKETS; i++) {
            assertThat(add(i, 10)).isZero();
        }
        assertThat(add(0, 10)).isOne();
        assertThat(staged.size()).isEqualTo(StagedPackets.MAX_PACKETS);
        int dropped = 0;
        for (int i = 0; i < 40; i++) {
            dropped += add(i, 65_000);
        }
        assertThat(dropped).isGreaterThan(StagedPackets.MAX_PACKETS - 40);
        assertThat(staged.size() * 65_000).isLessThanOrEqualTo(StagedPackets.MAX_OCTETS);
    }

    @Test
    void keepsExactlyAsManyOctetsAsItMay() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < StagedPackets.MAX_OCTETS / 65_536; i++) {
                assertThat(add(i, 65_536)).isZero();
            }
            assertThat(add(0, 1)).isOne();
            while (staged.take(buffer) > 0) {
                continue;
            }
        }
    }

    @Test
    void forgetsEverything() {
        add(1, 3);
        assertThat(staged.clear()).isOne();
        assertThat(staged.take(buffer)).isZero();
    }

    private int add(int mark, int length) {
        buffer[0] = (byte) mark;
        return staged.add(buffer, length);
    }
}
