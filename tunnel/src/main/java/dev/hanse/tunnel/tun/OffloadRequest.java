// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import java.util.function.IntPredicate;

/** Asks a TUN device for all offloads ({@code TUNSETOFFLOAD}), then for those of older kernels, until it grants what is asked. */
final class OffloadRequest {

    static final int CHECKSUM = 1;
    static final int TCP = 2 | 4 | 8;
    static final int UDP = 0x20 | 0x40;

    private OffloadRequest() {}

    /**
     * The best that is granted.
     *
     * @param granted asks for a set of offloads; the kernel takes all of it or nothing
     */
    static TunOffloads negotiate(IntPredicate granted) {
        if (granted.test(CHECKSUM | TCP | UDP)) {
            return new TunOffloads(true, true, true);
        }
        if (granted.test(CHECKSUM | TCP)) {
            return new TunOffloads(true, true, false);
        }
        return granted.test(CHECKSUM) ? new TunOffloads(true, false, false) : TunOffloads.NONE;
    }
}
