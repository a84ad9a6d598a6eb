// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

/** Sizes that both engines use. */
final class Sizes {

    /** Queries are a question and an OPT record; longer datagrams are cut, and malformed thereby. */
    static final int QUERY_OCTETS = 1_024;

    /** More than the largest UDP answer. */
    static final int ANSWER_OCTETS = 1_280;

    /** Room for some thousand queries, about 20 ms of the largest load. */
    static final int RECEIVE_BUFFER_OCTETS = 4 << 20;

    /** Datagrams that one system call receives or sends at most. */
    static final int BATCH = 64;

    private Sizes() {}
}
