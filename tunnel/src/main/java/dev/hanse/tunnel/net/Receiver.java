// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import dev.hanse.net.linux.SocketAddressCodec;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/** Where datagrams go, as the kernel takes it, and whether it has to be told where they come from. One thread. */
final class Receiver {

    /** Between two looks whether the kernel would choose another address of this host; a power of two. */
    private static final int SENDS_PER_LOOK = 64;

    private final InetSocketAddress remote;
    private final MemorySegment address;
    private int sends;
    private boolean other;

    /** @param v6 family of the socket */
    Receiver(InetSocketAddress remote, boolean v6) {
        this.remote = remote;
        this.address = SocketAddressCodec.encode(remote, v6);
    }

    MemorySegment address() {
        return address;
    }

    /** Where it was heard, if {@link #wantsOther}. */
    HeardAddress heard() {
        return (HeardAddress) remote;
    }

    /** Whether datagrams are to leave from another address than the kernel would choose, whose routes may change. */
    boolean wantsOther() {
        if (remote instanceof HeardAddress heard && (sends++ & SENDS_PER_LOOK - 1) == 0) {
            other = CalledAddress.isOther(heard);
        }
        return other;
    }
}
