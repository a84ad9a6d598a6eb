// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

/**
 * What a TUN device leaves to us, as the kernel granted it.
 *
 * @param checksum packets may come with partial checksums, and may be written so
 * @param tcp TCP comes and goes in packets of up to 64 KiB
 * @param udp so does UDP (kernel 6.2 or newer)
 */
public record TunOffloads(boolean checksum, boolean tcp, boolean udp) {

    /** One finished packet at a time. */
    public static final TunOffloads NONE = new TunOffloads(false, false, false);
}
