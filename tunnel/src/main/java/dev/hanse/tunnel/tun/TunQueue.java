// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import dev.hanse.tunnel.packet.ReadySource;
import dev.hanse.tunnel.packet.VirtioHeader;

/**
 * One queue of a TUN device; owned by one data worker. Every packet has a {@link VirtioHeader} before it, in both directions. Never blocks.
 */
public interface TunQueue extends ReadySource {

    /** Smallest buffer for {@link #read}. */
    int READ_OCTETS = VirtioHeader.OCTETS + 65_535;

    /** What became of a packet that was written. */
    enum Written {
        /** The device took it. */
        TAKEN,
        /** The device is full; the packet is lost. */
        FULL,
        /** The device refused it, as when it is down or the header is wrong; the packet is lost. */
        REFUSED
    }

    /**
     * Reads one packet.
     *
     * @param buffer of at least {@link #READ_OCTETS}; filled from its start
     * @return octets of virtio header and packet; zero: nothing is waiting or the device is down
     */
    int read(byte[] buffer);

    /** Writes one packet, {@code length} octets of virtio header and packet at {@code offset}. */
    Written write(byte[] buffer, int offset, int length);
}
