// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.dns.answer.Counters;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.dns.zone.Zone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Adds up what the threads have counted. */
final class StatisticsSum {

    private StatisticsSum() {}

    static DnsStatistics of(
            @Nullable Zone zone, List<Counters> counters, int connections, Optional<ZoneSigner> signer) {
        Map<String, Long> answers = new HashMap<>();
        for (int rcode = 0; rcode < Rcode.COUNT; rcode++) {
            int code = rcode;
            long count = sum(counters, c -> c.answers(code));
            if (count > 0) {
                answers.put(Rcode.text(code), count);
            }
        }
        return new DnsStatistics(
                zone != null,
                zone == null ? 0 : zone.viewVersion(),
                zone == null ? 0 : zone.soa().serial(),
                zone == null ? 0 : zone.services(),
                zone == null ? 0 : zone.names().size(),
                zone == null ? 0 : zone.panicServices(),
                sum(counters, c -> c.queries(Transport.UDP)),
                sum(counters, c -> c.queries(Transport.STREAM)),
                connections,
                answers,
                sum(counters, Counters::truncatedAnswers),
                sum(counters, Counters::panicAnswers),
                sum(counters, Counters::limitedQueries),
                sum(counters, Counters::droppedMessages),
                signer.map(ZoneSigner::made).orElse(0L),
                signer.map(ZoneSigner::refused).orElse(0L));
    }

    static Map<Origin, Long> byOrigin(Map<Origin, Integer> numbers, List<Counters> counters) {
        Map<Origin, Long> answers = new HashMap<>();
        numbers.forEach((origin, number) -> {
            long count = sum(counters, c -> c.originAnswers(number));
            if (count > 0) {
                answers.put(origin, count);
            }
        });
        return Map.copyOf(answers);
    }

    private static long sum(List<Counters> counters, ToLongFunction<Counters> count) {
        return counters.stream().mapToLong(count).sum();
    }
}
