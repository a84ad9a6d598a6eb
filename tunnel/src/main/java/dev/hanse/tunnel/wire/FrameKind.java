// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.wire;

/** What a datagram on the tunnel port is, judged by its first octet and its length alone. */
public enum FrameKind {
    /** Opens a handshake, {@link InitiationFrame}. */
    INITIATION,
    /** Answers an initiation, {@link ResponseFrame}. */
    RESPONSE,
    /** Asks an initiator or responder to prove its address, {@link CookieReplyFrame}. */
    COOKIE_REPLY,
    /** Carries a packet, {@link TransportFrame}. */
    TRANSPORT,
    /** Nothing of ours: drop and count. */
    MALFORMED;

    /**
     * Classifies {@code length} octets at {@code offset}, which must lie within {@code datagram}. Neither throws on
     * content nor allocates. The reserved octets are not judged here.
     */
    public static FrameKind of(byte[] datagram, int offset, int length) {
        if (length < 1) {
            return MALFORMED;
        }
        return switch (datagram[offset]) {
            case InitiationFrame.TYPE -> length == InitiationFrame.OCTETS ? INITIATION : MALFORMED;
            case ResponseFrame.TYPE -> length == ResponseFrame.OCTETS ? RESPONSE : MALFORMED;
            case CookieReplyFrame.TYPE -> length == CookieReplyFrame.OCTETS ? COOKIE_REPLY : MALFORMED;
            case TransportFrame.TYPE -> isTransport(datagram, offset, length) ? TRANSPORT : MALFORMED;
            default -> MALFORMED;
        };
    }

    /** The last piece of a long frame may be as short as one octet. */
    private static boolean isTransport(byte[] datagram, int offset, int length) {
        return length >= TransportFrame.MIN_OCTETS
                || (length > TransportFrame.HEADER_OCTETS && LongFrame.isPiece(datagram, offset));
    }
}
