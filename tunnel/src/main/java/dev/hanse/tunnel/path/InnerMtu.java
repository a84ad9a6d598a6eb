// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.packet.Coalescer;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;

/**
 * The inner MTU that costs least. A pod's kernel hands over as many segments of a TCP stream as an IP packet holds, and what they become is
 * just about what the kernel takes as one message: with the largest MTU on Ethernet it is 659 octets more, and each packet is sent and
 * received twice. Stateless.
 */
public final class InnerMtu {

    /** Of IPv4 and of TCP with timestamps (RFC 7323), as Linux sends them. */
    private static final int HEADERS = 52;

    private static final int MAX_PACKET = 65_535;

    /** Keeps the payload of the segments a multiple of four, as it is with every usual MTU. */
    private static final int STEP = 4;

    /** What may be given up, as a divisor: 2 %. */
    private static final int SHARE = 50;

    private InnerMtu() {}

    /**
     * The largest inner MTU by which the longest packet of TCP over IPv4 leaves in one message, if there is one hardly below {@code largest}.
     *
     * @param smallest octets, the least result
     * @param largest octets, the result where no other one will do
     */
    public static int choose(int smallest, int largest) {
        int least = Math.max(smallest, largest - largest / SHARE);
        for (int mtu = largest; mtu >= least; mtu -= STEP) {
            if (makesOneMessage(mtu)) {
                return mtu;
            }
        }
        return largest;
    }

    private static boolean makesOneMessage(int mtu) {
        int piece = mtu + TransportFrame.MIN_OCTETS;
        int slice = LongFrames.maxPacket(piece) - HEADERS;
        int segment = mtu - HEADERS;
        int rest = (MAX_PACKET - HEADERS) / segment * segment;
        int octets = 0;
        for (; rest > slice; rest -= slice) {
            int full = octets(slice, piece);
            if (full % piece != 0) {
                // Its last datagram is shorter, and so the last one of its message.
                return false;
            }
            octets += full;
        }
        return octets + octets(rest, piece) <= DatagramPort.MAX_SEND_OCTETS;
    }

    private static int octets(int payload, int piece) {
        int frame = payload + HEADERS + Coalescer.SLICE_PREFIX + TransportFrame.MIN_OCTETS;
        return LongFrame.octets(frame, LongFrame.pieces(frame, piece));
    }
}
