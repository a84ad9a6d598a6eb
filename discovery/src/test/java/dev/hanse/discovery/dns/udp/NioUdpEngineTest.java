// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.listen.Family;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Protects the portable engine. */
class NioUdpEngineTest extends UdpEngineContract {

    @Override
    UdpEngine open(InetSocketAddress address, boolean shared, Answerer answerer) throws IOException {
        return NioUdpEngine.open(address, Family.of(address), shared, answerer);
    }
}
