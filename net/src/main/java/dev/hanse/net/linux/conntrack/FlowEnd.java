// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

/** One of the two ends of a flow that may differ by a translation of addresses. Numbers are those of linux/netfilter/nfnetlink_conntrack.h. */
public enum FlowEnd {

    /** Whom the first packet was sent to, before any translation. */
    SENT_TO(1, 2, 4, 3),

    /** Who answers: whom packets reach, after it. */
    ANSWERED_BY(2, 1, 3, 2);

    /** {@code CTA_TUPLE_ORIG} or {@code CTA_TUPLE_REPLY}. */
    final int tuple;

    /** {@code CTA_IP_V4_SRC} or {@code CTA_IP_V4_DST}. */
    final int ipv4;

    /** {@code CTA_IP_V6_SRC} or {@code CTA_IP_V6_DST}. */
    final int ipv6;

    /** {@code CTA_PROTO_SRC_PORT} or {@code CTA_PROTO_DST_PORT}. */
    final int port;

    FlowEnd(int tuple, int ipv4, int ipv6, int port) {
        this.tuple = tuple;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.port = port;
    }
}
