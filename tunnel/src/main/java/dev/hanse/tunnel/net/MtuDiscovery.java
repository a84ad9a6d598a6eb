// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IP;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IPV6;

import dev.hanse.net.linux.Sockets;

/** How the kernel treats datagrams that may be too large (ip(7), IP_MTU_DISCOVER). The option stays with the socket, and costs a system call only where it changes. One thread. */
final class MtuDiscovery {

    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPV6_MTU_DISCOVER = 23;

    /** "Don't fragment" is not set; where the kernel has heard that the path is narrow, it makes the fragments itself. */
    private static final int DONT = 0;

    /** The same over IPv6, where nobody else may make them. */
    private static final int WANT = 1;

    /** "Don't fragment" is set, and what the kernel has heard of the path does not count. */
    private static final int PROBE = 3;

    /** It is not set, and what the kernel has heard does not count either. */
    private static final int OMIT = 5;

    private final Sockets sockets;
    private final int socket;
    private DatagramPort.Carriage toV4 = DatagramPort.Carriage.FRAGMENTED;
    private DatagramPort.Carriage toV6 = DatagramPort.Carriage.FRAGMENTED;

    /** Of a socket that is not bound yet. */
    MtuDiscovery(Sockets sockets, int socket) {
        this.sockets = sockets;
        this.socket = socket;
    }

    /** Sets what holds at first, of the families that the socket serves. */
    void begin(boolean servesV6, boolean servesV4) {
        if (servesV6) {
            sockets.setOption(socket, IPPROTO_IPV6, IPV6_MTU_DISCOVER, WANT);
        }
        if (servesV4) {
            sockets.setOption(socket, IPPROTO_IP, IP_MTU_DISCOVER, DONT);
        }
    }

    /** What follows, to addresses of a family, is to be carried so. */
    void set(boolean v6, DatagramPort.Carriage carriage) {
        if (v6 && carriage != toV6) {
            toV6 = carriage;
            sockets.setOption(socket, IPPROTO_IPV6, IPV6_MTU_DISCOVER, value(carriage, WANT));
        } else if (!v6 && carriage != toV4) {
            toV4 = carriage;
            sockets.setOption(socket, IPPROTO_IP, IP_MTU_DISCOVER, value(carriage, DONT));
        }
    }

    private static int value(DatagramPort.Carriage carriage, int fragmented) {
        return switch (carriage) {
            case FRAGMENTED -> fragmented;
            case MEASURED -> OMIT;
            case WHOLE -> PROBE;
        };
    }
}
