// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.util.Objects;

/**
 * Checks of a {@link PacketCipher} call. They stand before every native call, which would trust any pointer and length.
 */
final class PacketRanges {

    private PacketRanges() {}

    static void check(byte[] src, int srcOffset, int srcLength, byte[] dst, int dstOffset, int dstLength) {
        Objects.checkFromIndexSize(srcOffset, srcLength, src.length);
        Objects.checkFromIndexSize(dstOffset, dstLength, dst.length);
        if (src == dst && srcOffset != dstOffset) {
            boolean apart = srcOffset + srcLength <= dstOffset || dstOffset + dstLength <= srcOffset;
            if (!apart) {
                throw new IllegalArgumentException("source at " + srcOffset + ", destination at " + dstOffset
                        + " (expected: the same offset, or no overlap)");
            }
        }
    }
}
