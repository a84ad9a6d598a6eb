// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

/**
 * An AEAD under one key for one direction of one keypair. Owned by one thread at a time.
 *
 * <p>The nonce is {@code binding} (4 octets, little-endian) followed by {@code counter} (8 octets, little-endian);
 * there is no additional data. A caller must never seal twice with the same pair of them.
 *
 * <p>Source and destination may be the same array. Then the two ranges must either start at the same offset (in place)
 * or not overlap at all; a partial overlap is refused.
 */
public interface PacketCipher extends AutoCloseable {

    /** Length of a key. */
    int KEY_OCTETS = 32;

    /** Octets that sealing adds behind the packet. */
    int TAG_OCTETS = 16;

    /**
     * Seals {@code length} octets, which may be zero, into {@code length + TAG_OCTETS} octets at {@code dstOffset}.
     *
     * @throws IndexOutOfBoundsException if a range lies outside its array
     * @throws IllegalArgumentException on a partial overlap
     * @throws IllegalStateException after {@link #close}
     */
    void seal(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset);

    /**
     * Opens {@code length} octets, tag included, into {@code length - TAG_OCTETS} octets at {@code dstOffset}.
     *
     * @return false if the tag is wrong or {@code length} is below {@link #TAG_OCTETS}; the destination range then
     *     holds nothing to be used, and in place the source is lost too
     * @throws IndexOutOfBoundsException if a range lies outside its array
     * @throws IllegalArgumentException on a partial overlap
     * @throws IllegalStateException after {@link #close}
     */
    boolean open(int binding, long counter, byte[] src, int srcOffset, int length, byte[] dst, int dstOffset);

    /** Erases the key as far as the engine can. Idempotent; must not run while another thread seals or opens. */
    @Override
    void close();
}
