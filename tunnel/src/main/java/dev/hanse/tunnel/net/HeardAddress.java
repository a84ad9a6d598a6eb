// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where a peer was heard, with the address of this host that it has called: what is sent there leaves from that one, as firewalls and translators on the way expect. Equal to any other one of the same address and port. */
public final class HeardAddress extends InetSocketAddress {

    private static final long serialVersionUID = 1;

    private final InetAddress called;

    /**
     * @param peer its address and port
     * @param called own address, of the same family
     */
    public HeardAddress(InetSocketAddress peer, InetAddress called) {
        super(peer.getAddress(), peer.getPort());
        this.called = called;
    }

    /** Own address that was called. */
    public InetAddress called() {
        return called;
    }

    /** Whether both are the same place, and what is sent there leaves from the same address. */
    public static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
        if (one == other) {
            return true;
        }
        return one.equals(other)
                && (!(one instanceof HeardAddress heard)
                        || other instanceof HeardAddress known && heard.called.equals(known.called));
    }
}
