// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import dev.hanse.net.octets.Octets;

/**
 * What the OPT record of a query says (RFC 6891). Malformed: a second OPT, an owner other than the root, options that
 * do not fill RDLENGTH exactly, a cookie
 * of a length that RFC 7873 section 4 does not allow. Reused for each query by one thread.
 */
public final class Edns {

    /** Name server identifier, RFC 5001. */
    public static final int NSID = 3;

    /** Cookie, RFC 7873. */
    public static final int COOKIE = 10;

    /** Idle time of a TCP connection, RFC 7828. */
    public static final int KEEPALIVE = 11;

    /** Padding, RFC 7830. */
    public static final int PADDING = 12;

    /** Extended error, RFC 8914. */
    public static final int EXTENDED_ERROR = 15;

    /** The DO bit. */
    public static final int DNSSEC_OK = 0x8000;

    /** The CO bit. */
    public static final int COMPACT_OK = 0x4000;

    private boolean present;
    private int udpSize;
    private int version;
    private int flags;
    private boolean nsid;
    private boolean keepalive;
    private boolean padding;
    private int cookieAt;
    private int cookieLength;

    void clear() {
        present = false;
        nsid = false;
        keepalive = false;
        padding = false;
        cookieLength = 0;
    }

    /** Reads the additional record at {@code at}; returns the position behind it, or -1 if the message is malformed. */
    int readRecord(byte[] octets, int at, int end) {
        int next = RecordSkip.skip(octets, at, end);
        if (next < 0) {
            return -1;
        }
        int fixed = RecordSkip.skipName(octets, at, end);
        if (Octets.uint16(octets, fixed) != RecordType.OPT) {
            return next;
        }
        if (present || octets[at] != 0) {
            return -1;
        }
        readFixed(octets, fixed);
        return readOptions(octets, fixed + 10, next) ? next : -1;
    }

    private void readFixed(byte[] octets, int fixed) {
        present = true;
        udpSize = Octets.uint16(octets, fixed + 2);
        version = octets[fixed + 5] & 0xff;
        flags = Octets.uint16(octets, fixed + 6);
    }

    private boolean readOptions(byte[] octets, int from, int end) {
        int at = from;
        while (at + 4 <= end) {
            int code = Octets.uint16(octets, at);
            int length = Octets.uint16(octets, at + 2);
            at += 4;
            if (at + length > end || !readOption(code, at, length)) {
                return false;
            }
            at += length;
        }
        return at == end;
    }

    private boolean readOption(int code, int at, int length) {
        switch (code) {
            case NSID -> nsid = true;
            case KEEPALIVE -> keepalive = true;
            case PADDING -> padding = true;
            case COOKIE -> {
                return readCookie(at, length);
            }
            default -> {
                // Unknown options are ignored (RFC 6891 section 6.1.2).
            }
        }
        return true;
    }

    private boolean readCookie(int at, int length) {
        if (length != 8 && (length < 16 || length > 40)) {
            return false;
        }
        cookieAt = at;
        cookieLength = length;
        return true;
    }

    /** Whether there is an OPT record. */
    public boolean isPresent() {
        return present;
    }

    /** Largest UDP answer that the client takes, as it says. */
    public int udpSize() {
        return udpSize;
    }

    /** Version of EDNS. */
    public int version() {
        return version;
    }

    /** The flags as they came; not to be asked for without an OPT record. */
    public int flags() {
        return flags;
    }

    /** The CO bit: NXDOMAIN is understood together with a compact denial (RFC 9824 section 5.1). */
    public boolean compactOk() {
        return present && (flags & COMPACT_OK) != 0;
    }

    /** The DO bit (RFC 3225). */
    public boolean dnssecOk() {
        return present && (flags & DNSSEC_OK) != 0;
    }

    /** Whether the server's identity is asked for. */
    public boolean nsid() {
        return nsid;
    }

    /** Whether the idle time is asked for. */
    public boolean keepalive() {
        return keepalive;
    }

    /** Whether the client pads. */
    public boolean padding() {
        return padding;
    }

    /** Position of the cookie in the query's octets. */
    public int cookieAt() {
        return cookieAt;
    }

    /** Octets of the cookie; 0: none. */
    public int cookieLength() {
        return cookieLength;
    }
}
