// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

/** Numbers of record types and of question types (IANA registry, RFC 6895). */
public final class RecordType {

    /** IPv4 address, RFC 1035. */
    public static final int A = 1;

    /** Name server, RFC 1035. */
    public static final int NS = 2;

    /** Start of authority, RFC 1035. */
    public static final int SOA = 6;

    /** Pointer to a name, RFC 1035. */
    public static final int PTR = 12;

    /** Host information; the content of minimal answers to ANY, RFC 8482. */
    public static final int HINFO = 13;

    /** Text, RFC 1035. */
    public static final int TXT = 16;

    /** IPv6 address, RFC 3596. */
    public static final int AAAA = 28;

    /** Location of a service, RFC 2782. */
    public static final int SRV = 33;

    /** Pseudo record of EDNS, RFC 6891. */
    public static final int OPT = 41;

    /** Signature over a record set, RFC 4034. */
    public static final int RRSIG = 46;

    /** What a name has and which comes next, RFC 4034. */
    public static final int NSEC = 47;

    /** Public key of the zone, RFC 4034. */
    public static final int DNSKEY = 48;

    /** Not to be asked for, RFC 9824. */
    public static final int NXNAME = 128;

    /** First of the types that ask about a transaction or a transfer: TKEY, TSIG, IXFR, AXFR, MAILB, MAILA. */
    public static final int TKEY = 249;

    /** Incremental transfer, RFC 1995. */
    public static final int IXFR = 251;

    /** Transfer, RFC 5936. */
    public static final int AXFR = 252;

    /** Last of the meta types before ANY. */
    public static final int MAILA = 254;

    /** Any type. */
    public static final int ANY = 255;

    private RecordType() {}
}
