// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import java.util.Map;

/**
 * What the responder has done since it started, and what it answers from now. Each value is exact on its own; values
 * of one snapshot may differ by the
 * queries that were under way.
 *
 * @param ready whether a view has been published; before that every question about the zone is answered SERVFAIL
 * @param viewVersion version of the view that answers now; 0 before the first
 * @param serial of the zone's SOA; 0 before the first view
 * @param services services in the zone
 * @param names owner names in the zone, empty non-terminals included
 * @param panicServices services whose clusters are all unreachable; their last known addresses are still given
 * @param udpQueries queries received over UDP
 * @param tcpQueries queries received over TCP and TLS
 * @param tcpConnections connections that are open now
 * @param answers answers by response code in the usual text form, as {@code NXDOMAIN}; codes never sent are left out
 * @param truncated answers over UDP that did not fit (TC)
 * @param panicAnswers answers about services that panic
 * @param limited queries over UDP beyond the rate limit of their network
 * @param dropped messages that got no answer: too short, or answers themselves
 * @param signatures signatures made for DNSSEC
 * @param signaturesRefused signatures that were not made because too many were asked for
 */
public record DnsStatistics(
        boolean ready,
        long viewVersion,
        long serial,
        int services,
        int names,
        int panicServices,
        long udpQueries,
        long tcpQueries,
        int tcpConnections,
        Map<String, Long> answers,
        long truncated,
        long panicAnswers,
        long limited,
        long dropped,
        long signatures,
        long signaturesRefused) {

    /** Copies the map. */
    public DnsStatistics {
        answers = Map.copyOf(answers);
    }
}
