// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import dev.hanse.net.octets.Octets;

/** Options of a TCP header (RFC 9293, section 3.1). Allocates nothing. Stateless. */
final class TcpOptions {

    /** The largest segment. */
    static final int MSS = 2;

    /** Signs the header without options, and the payload (RFC 2385). */
    static final int MD5 = 19;

    /** Signs the header, as a rule with its options, and the payload (RFC 5925). */
    static final int AUTHENTICATION = 29;

    private static final int END = 0;
    private static final int NOTHING = 1;

    private TcpOptions() {}

    /**
     * Where the first option of a kind begins; -1: there is none, or what stands before it is malformed.
     *
     * @param tcp offset of a header whose first {@link TcpHeader#OCTETS} are there
     * @param end of the packet
     */
    static int find(byte[] buffer, int tcp, int end, int kind) {
        int behind = Math.min(tcp + TcpHeader.length(buffer, tcp), end);
        int at = tcp + TcpHeader.OCTETS;
        while (at < behind && buffer[at] != END) {
            int octets = octets(buffer, at, behind);
            if (octets == 0) {
                return -1;
            }
            if (buffer[at] == kind) {
                return at;
            }
            at += octets;
        }
        return -1;
    }

    /** Of the option there; 0: it has no length that can be. */
    private static int octets(byte[] buffer, int at, int end) {
        if (buffer[at] == NOTHING) {
            return 1;
        }
        int octets = at + 1 < end ? Octets.octet(buffer, at + 1) : 0;
        return octets < 2 || at + octets > end ? 0 : octets;
    }
}
