// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

/** Takes finished packets. */
@FunctionalInterface
public interface PacketSink {

    /**
     * Takes one packet before returning; the buffer is the caller's again afterwards.
     *
     * @param offset where the virtio header starts; the packet follows it
     * @param length octets of virtio header and packet
     */
    void accept(byte[] buffer, int offset, int length);
}
