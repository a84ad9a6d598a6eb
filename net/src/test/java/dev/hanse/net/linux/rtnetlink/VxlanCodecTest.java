// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Protects links of others from being taken for ours, and what the kernel is told of ours. */
final class VxlanCodecTest {

    private static ByteBuffer body(ByteBuffer message) {
        return message.slice(MessageReader.HEADER, message.limit() - MessageReader.HEADER)
                .order(message.order());
    }

    private static final VxlanLink BEGUN = new VxlanLink(0, "hanse-vxlan", true, 40_000, 1_444, false);

    private static ByteBuffer with(ByteBuffer fixed, ByteBuffer... attributes) {
        ByteBuffer whole = ByteBuffer.allocate(1_024).order(fixed.order()).put(fixed.slice(0, MessageReader.LINK));
        for (ByteBuffer each : attributes) {
            whole.put(each.slice(MessageReader.LINK, each.limit() - MessageReader.LINK));
        }
        return whole.flip();
    }

    @Test
    void aDeviceIsOursByItsKindAndItsMarkTogether() {
        ByteBuffer made = body(VxlanCodec.make("hanse-vxlan", 40_000, 1_444));
        ByteBuffer marked = body(VxlanCodec.up(7));
        assertThat(VxlanCodec.read(with(marked, made, marked)))
                .contains(new VxlanLink(7, "hanse-vxlan", true, 40_000, 1_444, true));
        assertThat(VxlanCodec.read(with(marked, made)))
                .as("up without a mark: somebody else's")
                .contains(new VxlanLink(7, "hanse-vxlan", false, 40_000, 1_444, true));
    }

    @Test
    void oneThatWasBegunIsOurs() {
        ByteBuffer made = body(VxlanCodec.make("hanse-vxlan", 40_000, 1_444));
        assertThat(VxlanCodec.read(made)).contains(BEGUN);
        ByteBuffer alias = ByteBuffer.allocate(64).order(made.order()).put(new byte[MessageReader.LINK]);
        NetlinkOrder.attribute(alias, 20, "mine".getBytes(StandardCharsets.US_ASCII));
        assertThat(VxlanCodec.read(with(made, made, alias.flip())))
                .as("named by somebody else")
                .get()
                .returns(false, VxlanLink::ours);
    }

    @Test
    void whatIsCutOffIsNoLink() {
        assertThat(VxlanCodec.read(ByteBuffer.allocate(3))).isEmpty();
        assertThat(VxlanCodec.read(ByteBuffer.allocate(MessageReader.LINK))).isEmpty();
    }
}
