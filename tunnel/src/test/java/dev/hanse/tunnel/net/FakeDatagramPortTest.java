// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import java.net.InetSocketAddress;

/** Protects the tests that use the fake: it behaves as the real ports do. */
class FakeDatagramPortTest extends DatagramPortContract {

    private final FakeWan wan = new FakeWan();
    private final DatagramPort first = wan.bind(new InetSocketAddress("192.0.2.1", 1));
    private final DatagramPort second = wan.bind(new InetSocketAddress("192.0.2.2", 1));

    @Override
    DatagramPort first() {
        return first;
    }

    @Override
    DatagramPort second() {
        return second;
    }
}
