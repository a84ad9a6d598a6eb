// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What went one way and the other, as the status shows it. */
record TrafficDocument(
        long packetsOut,
        long octetsOut,
        long packetsIn,
        long octetsIn,
        Counts out,
        Counts in,
        Map<String, Long> drops) {

    private record Counts(List<Long> bursts, long burstDatagrams, long timedFrames, long timedNanos, long timedOctets) {

        private static Counts of(DirectionCounts counts) {
            return new Counts(
                    counts.bursts(),
                    counts.datagrams(),
                    counts.samples(),
                    counts.sampledNanos(),
                    counts.sampledOctets());
        }
    }

    static TrafficDocument of(Traffic traffic) {
        return new TrafficDocument(
                traffic.packetsOut(),
                traffic.octetsOut(),
                traffic.packetsIn(),
                traffic.octetsIn(),
                Counts.of(traffic.out()),
                Counts.of(traffic.in()),
                drops(traffic.drops()));
    }

    /** By the names of the reasons. */
    static Map<String, Long> drops(Map<? extends Enum<?>, Long> drops) {
        Map<String, Long> named = new LinkedHashMap<>();
        drops.forEach((reason, count) -> named.put(reason.name(), count));
        return named;
    }
}
