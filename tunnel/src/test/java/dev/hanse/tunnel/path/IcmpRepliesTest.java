// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.tun.FakeTunQueue;
import org.junit.jupiter.api.Test;

/** Protects pods from learning nothing of a size, since others flood a cluster that is gone, and all from too many answers. */
final class IcmpRepliesTest {

    private final FakeTunQueue tun = new FakeTunQueue();
    private final IcmpReplies replies = new IcmpReplies(tun);
    private final byte[] packet = new PacketBuilder()
            .addresses("10.1.0.2", "10.2.0.2")
            .udp()
            .payload(new byte[1372])
            .build();
    private final byte[] error = error();

    private byte[] error() {
        byte[] error = packet.clone();
        error[9] = 1;
        error[20] = 3;
        return error;
    }

    private void unreachable(int times, byte[] each, long now) {
        for (int i = 0; i < times; i++) {
            replies.unreachable(each, 0, each.length, now);
        }
    }

    @Test
    void eachKindHasALimitOfItsOwn() {
        unreachable(60, packet, 7);
        assertThat(tun.written()).hasSize(50);
        for (int i = 0; i < 60; i++) {
            replies.tooBig(packet, 0, packet.length, 1340, 7);
        }
        assertThat(tun.written()).hasSize(100);
    }

    @Test
    void whatIsNotAnsweredTakesNoneOfTheAnswers() {
        unreachable(60, error, 7);
        assertThat(tun.written()).isEmpty();
        unreachable(60, packet, 7);
        assertThat(tun.written()).hasSize(50);
    }

    @Test
    void aHundredASecond() {
        unreachable(60, packet, 7);
        unreachable(60, packet, 100_000_007L);
        assertThat(tun.written()).hasSize(60);
        unreachable(60, packet, 10_000_000_007L);
        assertThat(tun.written()).as("and fifty at once").hasSize(110);
    }
}
