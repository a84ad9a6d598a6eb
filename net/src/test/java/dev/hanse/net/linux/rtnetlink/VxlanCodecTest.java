// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Protects links of others from being taken for ours, and what the kernel is told of ours. */
final class VxlanCodecTest {

    private static ByteBuffer body(ByteBuffer message) {
        return message.slice(MessageReader.HEADER, message.limit() - MessageReader.HEADER)
                .order(message.order());
    }

    @Test
    void aDeviceIsOursByItsKindAndItsMarkTogether() {
        ByteBuffer made = body(VxlanCodec.make("hanse-vxlan", 40_000, 1_444));
        assertThat(VxlanCodec.read(made)).contains(new VxlanLink(0, "hanse-vxlan", false, 40_000, 1_444, false));
        ByteBuffer marked = body(VxlanCodec.up(7));
        ByteBuffer both = ByteBuffer.allocate(made.limit() + marked.limit() - MessageReader.LINK)
                .order(made.order())
                .put(marked.slice(0, MessageReader.LINK))
                .put(made.slice(MessageReader.LINK, made.limit() - MessageReader.LINK))
                .put(marked.slice(MessageReader.LINK, marked.limit() - MessageReader.LINK))
                .flip();
        assertThat(VxlanCodec.read(both)).contains(new VxlanLink(7, "hanse-vxlan", true, 40_000, 1_444, true));
    }

    @Test
    void whatIsCutOffIsNoLink() {
        assertThat(VxlanCodec.read(ByteBuffer.allocate(3))).isEmpty();
        assertThat(VxlanCodec.read(ByteBuffer.allocate(MessageReader.LINK))).isEmpty();
    }
}
