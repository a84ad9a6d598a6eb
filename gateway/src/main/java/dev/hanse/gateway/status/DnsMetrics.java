// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.dns.DnsStatistics;
import io.prometheus.metrics.model.snapshots.Labels;

/** What DNS has answered. Belongs to the event loop that scrapes: it remembers which services have a series. */
final class DnsMetrics {

    private final AnswerSeries answers = new AnswerSeries(AnswerSeries.MAX);

    void add(GatewayStatus status, Families families) {
        DnsStatistics dns = status.dns();
        dns.answers()
                .forEach((code, count) ->
                        families.counter("hanse_dns_answers", Families.NO_HELP, Labels.of("rcode", code), count));
        queries(families, "udp", dns.udpQueries());
        queries(families, "tcp", dns.tcpQueries());
        counter(families, "hanse_dns_truncated", dns.truncated());
        counter(families, "hanse_dns_dropped", dns.dropped());
        counter(families, "hanse_dns_limited", dns.limited());
        counter(families, "hanse_dns_signatures", dns.signatures());
        counter(families, "hanse_dns_signatures_refused", dns.signaturesRefused());
        gauge(families, "hanse_dns_connections", dns.tcpConnections());
        counter(families, "hanse_dns_panic_answers", dns.panicAnswers());
        gauge(families, "hanse_dns_panic_services", dns.panicServices());
        answers.of(status.dnsAnswers()).forEach((series, count) -> service(families, series, count));
    }

    private static void queries(Families families, String transport, long count) {
        families.counter("hanse_dns_queries", Families.NO_HELP, Labels.of("transport", transport), count);
    }

    private static void service(Families families, AnswerSeries.Series series, long count) {
        Labels labels =
                Labels.of("namespace", series.namespace(), "service", series.service(), "cluster", series.cluster());
        families.counter("hanse_dns_service_answers", Families.NO_HELP, labels, count);
    }

    private static void counter(Families families, String name, long count) {
        families.counter(name, Families.NO_HELP, Labels.EMPTY, count);
    }

    private static void gauge(Families families, String name, long value) {
        families.gauge(name, Families.NO_HELP, Labels.EMPTY, value);
    }
}
