// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import dev.hanse.tunnel.packet.ReadySource;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A UDP port; owned by one data worker, on whose event loop everything here is called. Never blocks. */
public interface DatagramPort extends ReadySource, AutoCloseable {

    /** Largest sum of datagrams in one {@link #send}: the payload of one IPv4 packet. */
    int MAX_SEND_OCTETS = 65_507;

    /** What became of datagrams that were sent. */
    enum Sent {
        /** The system took them. */
        TAKEN,
        /** The socket is full; they are lost. */
        FULL,
        /** Larger than the path or the device takes; they are lost. */
        TOO_LARGE,
        /** The system refused them, as when there is no route; they are lost. */
        REFUSED
    }

    /** What may become of datagrams on the way. */
    enum Carriage {
        /** Cut into fragments, by this host where it has heard that the path is narrow, or by routers. */
        FRAGMENTED,
        /** As large as the path takes, as was measured: what this host has heard of it before does not count. */
        MEASURED,
        /** Whole or not at all, so that whoever gets it knows that the path takes as much. */
        WHOLE
    }

    /** The address it is bound to. */
    InetSocketAddress localAddress();

    /** How many datagrams one {@link #send} takes, at least 1; may become less when a device turns out not to take them. */
    int maxDatagrams();

    /**
     * Receives one burst.
     *
     * @return false: nothing is waiting
     */
    boolean receive(DatagramBurst burst);

    /**
     * Sends datagrams to one receiver.
     *
     * @param length octets at {@code offset}, 1 to {@link #MAX_SEND_OCTETS}
     * @param datagramOctets length of every datagram but the last, which may be shorter; at most {@link #maxDatagrams} of them
     */
    Sent send(byte[] buffer, int offset, int length, int datagramOctets, InetSocketAddress remote, Carriage carriage);

    /** The same where nothing is known of the path. */
    default Sent send(byte[] buffer, int offset, int length, int datagramOctets, InetSocketAddress remote) {
        return send(buffer, offset, length, datagramOctets, remote, Carriage.FRAGMENTED);
    }

    /**
     * Datagrams that came and were lost since the port was bound, because as many waited as it holds. Those that came joined may count as one.
     * Any thread.
     */
    long lost();

    /** What the system granted for its buffers; empty: it cannot be told. */
    default Optional<SocketBuffers> buffers() {
        return Optional.empty();
    }

    /** Unbinds. Idempotent. */
    @Override
    void close();
}
