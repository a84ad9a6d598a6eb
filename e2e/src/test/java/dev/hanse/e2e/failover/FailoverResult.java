// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.failover.TrafficLog.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What connections saw of all rounds.
 *
 * @param transfers how many there were
 */
record FailoverResult(TrafficLog log, List<FailoverRound> rounds, int transfers) {

    private static final Duration SAID = Duration.ofMillis(100);
    private static final Duration KILLED = Duration.ofSeconds(1);
    private static final Duration KILLED_MOST = Duration.ofSeconds(2);
    private static final double FAILED = 0.001;

    List<Line> broken() {
        return log.all("broken");
    }

    void holdsWhereItIsKilled() {
        List<Long> stalls = stalls();
        assertThat(percentile(stalls, 99)).isLessThanOrEqualTo(KILLED.toMillis());
        assertThat(percentile(stalls, 100)).isLessThanOrEqualTo(KILLED_MOST.toMillis());
        assertThat(inRounds("failed")).isLessThanOrEqualTo((int) (log.begun() * FAILED));
        assertThat(latest("failed")).as("begun after the end of a gateway").isLessThanOrEqualTo(KILLED.toMillis());
    }

    void holdsWhereItSaysSo() {
        assertThat(inRounds("failed")).isZero();
        assertThat(inRounds("late")).isZero();
        assertThat(percentile(stalls(), 100)).isLessThanOrEqualTo(SAID.toMillis());
    }

    private List<FailoverRound> disturbed() {
        return rounds.stream().filter(round -> !round.isQuiet()).toList();
    }

    /** While both JVMs of the load were cold nobody was gone. */
    private int inRounds(String word) {
        return disturbed().stream()
                .mapToInt(round ->
                        log.between(round.gone(), round.over()).all(word).size())
                .sum();
    }

    /** All that were worth a line, in each round; 0 for each transfer that had none. One transfer may have several. */
    private List<Long> stalls() {
        List<Long> all = new ArrayList<>();
        for (FailoverRound round : disturbed()) {
            log.between(round.gone(), round.over()).all("stall").forEach(each -> all.add(each.millis()));
        }
        all.addAll(Collections.nCopies(Math.max(0, transfers * disturbed().size() - all.size()), 0L));
        Collections.sort(all);
        return all;
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() * percent - 1) / 100);
    }

    /** How long after a gateway's end the last one of a kind began, in milliseconds. */
    private long latest(String word) {
        return disturbed().stream()
                .flatMap(round -> log.between(round.gone(), round.over()).all(word).stream()
                        .map(each -> each.at() - round.gone()))
                .max(Long::compare)
                .orElse(0L);
    }

    private String of(FailoverRound round) {
        TrafficLog out = log.between(round.gone(), round.returns());
        TrafficLog back = log.between(round.returns(), round.over());
        return "\n  " + round.gateway() + " goes: " + told(out) + "; comes back: " + told(back);
    }

    private static String told(TrafficLog part) {
        return "longest stall %d, of idle ones %d, late %d, failed %d, load not run for %d ms"
                .formatted(
                        part.longest("stall"),
                        part.longest("waited"),
                        part.all("late").size(),
                        part.all("failed").size(),
                        part.longest("paused"));
    }

    @Override
    public String toString() {
        List<Long> stalls = stalls();
        StringBuilder text = new StringBuilder(
                "broken %d; stalls ms p50 %d, p99 %d, most %d; new connections %d, late %d, failed %d, the last begun after %d ms"
                        .formatted(
                                broken().size(),
                                percentile(stalls, 50),
                                percentile(stalls, 99),
                                percentile(stalls, 100),
                                log.begun(),
                                log.all("late").size(),
                                log.all("failed").size(),
                                latest("failed")));
        rounds.forEach(round -> text.append(of(round)));
        return text.toString();
    }
}
