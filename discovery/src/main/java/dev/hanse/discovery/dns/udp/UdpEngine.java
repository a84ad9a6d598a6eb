// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.listen.Family;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * One bound UDP socket and the thread that answers on it. Answers leave from the address that was asked (RFC 2181
 * section 4). A full receive queue drops
 * datagrams in the kernel; nothing is queued here.
 */
public interface UdpEngine extends AutoCloseable {

    /** The address that is bound, with the real port. */
    InetSocketAddress address();

    /** Starts to answer; to be called once. */
    void start();

    /** Stops the thread and releases the socket; waits for both. Later calls do nothing. */
    @Override
    void close();

    /** Opens sockets of one kind. */
    @FunctionalInterface
    interface Opener {

        /**
         * Binds a socket.
         *
         * @param family whose packets the socket takes
         * @param shared whether several sockets of this process bind the address, and the kernel spreads clients over
         *     them (SO_REUSEPORT)
         * @param answerer for the thread of the engine alone
         * @throws java.net.BindException if the address is taken, not permitted or not of this host
         * @throws IOException if there is no socket to be had
         */
        UdpEngine open(InetSocketAddress address, Family family, boolean shared, Answerer answerer) throws IOException;
    }
}
