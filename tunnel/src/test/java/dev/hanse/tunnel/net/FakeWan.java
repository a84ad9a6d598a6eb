// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A network in memory between {@link FakeDatagramPort}s; the test may lose, repeat and forge datagrams. */
public final class FakeWan implements Wan {

    private final Map<InetSocketAddress, FakeDatagramPort> ports = new HashMap<>();
    private final List<byte[]> seen = new ArrayList<>();
    private Predicate<byte[]> loses = datagram -> false;

    /** Binds a port. */
    public FakeDatagramPort bind(InetSocketAddress address) {
        FakeDatagramPort port = new FakeDatagramPort(this, address);
        ports.put(address, port);
        return port;
    }

    /** From now on loses the datagrams that match. */
    public void lose(Predicate<byte[]> loses) {
        this.loses = loses;
    }

    /** Every datagram sent so far, lost ones included. */
    public List<byte[]> seen() {
        return seen;
    }

    @Override
    public void carry(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        seen.add(datagram.clone());
        if (!loses.test(datagram)) {
            inject(from, to, datagram);
        }
    }

    /** Delivers a datagram that the test made. */
    public void inject(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        FakeDatagramPort port = ports.get(to);
        if (port != null) {
            port.arrive(from, datagram);
        }
    }

    @Override
    public void unbind(InetSocketAddress address) {
        ports.remove(address);
    }
}
