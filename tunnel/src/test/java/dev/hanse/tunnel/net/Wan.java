// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import java.net.InetSocketAddress;

/** A network between {@link FakeDatagramPort}s. */
public interface Wan {

    /** Takes a datagram on its way; it may be lost. The array is the network's from now on. */
    void carry(InetSocketAddress from, InetSocketAddress to, byte[] datagram);

    /** A port is closed: what comes to its address is lost. */
    void unbind(InetSocketAddress address);
}
