// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

/** Why a packet or a frame went no further. Each is one counter per worker (and per peer where the peer is known). */
public enum DropReason {
    /** Outbound: not an IPv4 or IPv6 packet, or shorter than its header says. */
    MALFORMED_PACKET,
    /** Outbound: the TUN device's queue held no more; the kernel dropped what came. */
    TUN_QUEUE_FULL,
    /** Outbound: too much waited; a packet of the flow with most of it went (RFC 8290, section 4.1.2). */
    QUEUE_FULL,
    /** Outbound: packets of its flow stood for too long; one goes so that the sender slows down (CoDel, RFC 8289). */
    QUEUE_DELAY,
    /** Outbound: no peer has a prefix with the destination. */
    NO_ROUTE,
    /** Outbound: longer than the path takes, and not to be cut; its sender is told the size by ICMP. */
    TOO_LARGE,
    /** Outbound: the peer has no session yet and the queue of waiting packets was full; the oldest went. */
    STAGING_FULL,
    /** Outbound: the peer has no session and none could be made in time. */
    NO_SESSION,
    /** Outbound: the peer's address is not known yet. */
    NO_REMOTE_ADDRESS,
    /** Outbound: the socket took no more. */
    SEND_FULL,
    /** Outbound: the system refused the datagram, as when it is larger than the path allows. */
    SEND_FAILED,
    /** Inbound: the socket held no more; the kernel dropped what came, and counts datagrams that it had joined as one. */
    RECEIVE_FULL,
    /** Inbound: shorter than a frame, or its length disagrees with its header. */
    MALFORMED_FRAME,
    /** Inbound: first octet is no known frame type. */
    UNKNOWN_TYPE,
    /** Inbound: more handshake frames than the control loop takes. */
    HANDSHAKE_QUEUE_FULL,
    /** Inbound: no session of this worker has the receiver index. */
    UNKNOWN_INDEX,
    /** Inbound: the key is past its age or its message limit. */
    KEY_EXPIRED,
    /** Inbound: the counter was seen before or lies below the replay window (RFC 6479). */
    REPLAYED,
    /** Inbound: the authentication tag does not match. */
    NOT_AUTHENTIC,
    /** Inbound: a long frame of which a piece is missing had to make room, or its pieces contradict each other. */
    INCOMPLETE_FRAME,
    /** Inbound: the decrypted content is not an IPv4 or IPv6 packet, or longer or shorter than its header says. */
    MALFORMED_INNER,
    /** Inbound: the source address is not in a prefix of that peer. */
    FOREIGN_SOURCE,
    /** Inbound: the destination address is not in a local prefix. */
    FOREIGN_DESTINATION,
    /** Inbound: the TUN device took no more. */
    TUN_FULL,
    /** Inbound: the TUN device refused the packet, as when it is down. */
    TUN_FAILED,
    /** A defect of ours: the packet was dropped instead of ending the worker. */
    INTERNAL
}
