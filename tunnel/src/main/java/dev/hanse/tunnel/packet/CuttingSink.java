// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

/**
 * For devices that take no packets of several segments, or not of every protocol: cuts them, and completes their checksums. Everything
 * else passes as it is. One thread.
 */
public final class CuttingSink implements PacketSink {

    private final PacketSink device;
    private final boolean takesTcp;
    private final boolean takesUdp;
    private final Segmenter segmenter = new Segmenter();

    /** Goes before {@code device}, which takes what is said of it uncut. */
    public CuttingSink(PacketSink device, boolean takesTcp, boolean takesUdp) {
        this.device = device;
        this.takesTcp = takesTcp;
        this.takesUdp = takesUdp;
    }

    @Override
    public void accept(byte[] buffer, int offset, int length) {
        boolean passes = switch (VirtioHeader.gsoType(buffer, offset)) {
            case VirtioHeader.GSO_NONE -> true;
            case VirtioHeader.GSO_UDP -> takesUdp;
            default -> takesTcp;
        };
        if (passes) {
            device.accept(buffer, offset, length);
        } else if (segmenter.begin(buffer, offset + VirtioHeader.OCTETS, length - VirtioHeader.OCTETS, false)) {
            cut(buffer);
        }
    }

    /** The virtio header goes where the tail of the segment before lies, which the device has taken by then. */
    private void cut(byte[] buffer) {
        while (segmenter.next()) {
            int start = segmenter.offset() - VirtioHeader.OCTETS;
            VirtioHeader.putPlain(buffer, start);
            device.accept(buffer, start, VirtioHeader.OCTETS + segmenter.length());
        }
    }
}
