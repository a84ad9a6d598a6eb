// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.Edns;
import dev.hanse.discovery.dns.wire.Query;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.net.octets.Octets;
import java.util.Arrays;

/**
 * Writes the OPT record of answers (RFC 6891): one if the query has one, with only the options that were asked for.
 * Used by one thread.
 */
final class EdnsWriter {

    /** The largest answer over UDP that needs no fragments on usual paths (RFC 9715). */
    static final int UDP_OCTETS = 1232;

    /** Extended error (RFC 8914): the data is not there yet. */
    static final int NOT_READY = 14;

    /** Extended error: signatures that should be there are not. */
    static final int RRSIGS_MISSING = 10;

    /** Extended error: the zone is not ours. */
    static final int NOT_AUTHORITATIVE = 20;

    /** Extended error: a type that must not be asked for. */
    static final int INVALID_QUERY_TYPE = 30;

    private static final int FIXED = 11;
    private static final int OPTION_HEADER = 4;

    /** Encrypted answers are filled up to a multiple of this (RFC 8467 section 4.1). */
    private static final int PADDING_BLOCK = 468;

    private final byte[] identity;
    private final Cookies cookies;
    private final int idleTenths;
    private final int echoedFlags;

    /**
     * With what options tell.
     *
     * @param identity for NSID; empty: not told
     * @param idleTenths how long an idle connection is kept, in units of 100 ms (RFC 7828)
     * @param compact whether the zone is signed with compact denials, and the CO flag understood
     */
    EdnsWriter(byte[] identity, Cookies cookies, int idleTenths, boolean compact) {
        this.identity = identity;
        this.cookies = cookies;
        this.idleTenths = idleTenths;
        this.echoedFlags = compact ? Edns.DNSSEC_OK | Edns.COMPACT_OK : Edns.DNSSEC_OK;
    }

    /** Octets that {@link #write} will take. */
    int length(Edns edns, Transport transport, int extendedError) {
        if (!edns.isPresent()) {
            return 0;
        }
        return FIXED
                + (edns.cookieLength() > 0 ? OPTION_HEADER + Cookies.OCTETS : 0)
                + (edns.nsid() && identity.length > 0 ? OPTION_HEADER + identity.length : 0)
                + (edns.keepalive() && transport != Transport.UDP ? OPTION_HEADER + 2 : 0)
                + (extendedError != 0 ? OPTION_HEADER + 2 : 0);
    }

    /** Writes the record as the last additional one. */
    void write(Reply reply, Query query, ClientAddress client, Transport transport, int rcode, int extendedError) {
        Edns edns = query.edns();
        int unpadded = length(edns, transport, extendedError);
        int padding = padding(edns, transport, reply.offset() + unpadded, reply.room() - unpadded);
        int length = unpadded + padding;
        byte[] octets = reply.octets();
        int start = reply.position();
        octets[start] = 0;
        Octets.putInt16(octets, start + 1, RecordType.OPT);
        Octets.putInt16(octets, start + 3, UDP_OCTETS);
        Octets.putInt32(octets, start + 5, (rcode >> 4) << 24 | (edns.flags() & echoedFlags));
        Octets.putInt16(octets, start + 9, length - FIXED);
        int at = start + FIXED;
        if (edns.cookieLength() > 0) {
            at = option(octets, at, Edns.COOKIE, Cookies.OCTETS);
            cookies.write(query.octets(), edns, client, octets, at);
            at += Cookies.OCTETS;
        }
        if (edns.nsid() && identity.length > 0) {
            at = option(octets, at, Edns.NSID, identity.length);
            System.arraycopy(identity, 0, octets, at, identity.length);
            at += identity.length;
        }
        if (edns.keepalive() && transport != Transport.UDP) {
            at = number(octets, at, Edns.KEEPALIVE, idleTenths);
        }
        if (extendedError != 0) {
            at = number(octets, at, Edns.EXTENDED_ERROR, extendedError);
        }
        if (padding > 0) {
            Arrays.fill(octets, option(octets, at, Edns.PADDING, padding - OPTION_HEADER), start + length, (byte) 0);
        }
        reply.wrote(Reply.Section.ADDITIONAL, 1, length);
    }

    /** Octets of the padding option, its header included; 0: none. */
    private static int padding(Edns edns, Transport transport, int octets, int room) {
        if (transport != Transport.TLS || !edns.padding()) {
            return 0;
        }
        int least = octets + OPTION_HEADER;
        int padded = (least + PADDING_BLOCK - 1) / PADDING_BLOCK * PADDING_BLOCK;
        return padded - octets <= room ? padded - octets : 0;
    }

    private static int option(byte[] octets, int at, int code, int length) {
        Octets.putInt16(octets, at, code);
        Octets.putInt16(octets, at + 2, length);
        return at + OPTION_HEADER;
    }

    private static int number(byte[] octets, int at, int code, int value) {
        int content = option(octets, at, code, 2);
        Octets.putInt16(octets, content, value);
        return content + 2;
    }
}
