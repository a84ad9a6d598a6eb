// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;

/** Fields of a TCP header (RFC 9293). {@code tcp} is the offset of its first octet. */
final class TcpHeader {

    /** Shortest header. */
    static final int OCTETS = 20;

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    static final int URG = 0x20;
    static final int ECE = 0x40;
    static final int CWR = 0x80;

    private TcpHeader() {}

    static int length(byte[] buffer, int tcp) {
        return (buffer[tcp + 12] & 0xf0) >>> 2;
    }

    static int sequence(byte[] buffer, int tcp) {
        return Octets.int32(buffer, tcp + 4);
    }

    static void putSequence(byte[] buffer, int tcp, int value) {
        Octets.putInt32(buffer, tcp + 4, value);
    }

    static int flags(byte[] buffer, int tcp) {
        return Octets.octet(buffer, tcp + 13);
    }

    static void clearFlags(byte[] buffer, int tcp, int flags) {
        buffer[tcp + 13] &= (byte) ~flags;
    }

    static void setFlags(byte[] buffer, int tcp, int flags) {
        buffer[tcp + 13] |= (byte) flags;
    }
}
