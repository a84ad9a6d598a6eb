// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long an object is let alone that the API server did not take.
 *
 * @param backoff of this object's attempts
 * @param untilNanos when it is tried again
 * @param told what an operator should know; empty: it passes by itself
 * @param owners what owners of services should know: not that the server is busy or away, which is no news of their object, and telling it is one more request
 * @param missing whether the answer was that there is no such object
 */
record Wait(Backoff backoff, long untilNanos, String told, String owners, boolean missing) {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(Refused.class);

    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration LEAST_RACE = Duration.ofMillis(50);
    private static final Duration FIRST_RACE = Duration.ofMillis(100);
    private static final Duration MOST_RACE = Duration.ofSeconds(5);

    /**
     * After one more refusal, which is logged where it is another one than before.
     *
     * @param before the wait before it; null: it is the first
     */
    static Wait after(@Nullable Wait before, Outcome outcome, String told, LongSupplier nanos, RandomGenerator random) {
        boolean race = outcome instanceof Outcome.Conflict;
        Backoff backoff = before != null ? before.backoff() : race ? races(random) : refusals(random);
        boolean lasting = outcome instanceof Outcome.NotFound && !told.isEmpty();
        Duration delay = lasting ? backoff.longest() : backoff.next();
        if (outcome instanceof Outcome.TooManyRequests(Duration asked, String _) && asked.compareTo(delay) > 0) {
            delay = asked;
        }
        if (!told.isEmpty() && (before == null || !told.equals(before.told()))) {
            LOG.warn("kubernetes: {}; trying again", told);
        }
        return new Wait(
                backoff,
                nanos.getAsLong() + delay.toNanos(),
                told,
                owners(before, outcome, told),
                outcome instanceof Outcome.NotFound);
    }

    /** While a server is busy or away, what was said before still holds. */
    private static String owners(@Nullable Wait before, Outcome outcome, String told) {
        if (told.isEmpty() || RefusalEvent.isTold(outcome, told)) {
            return told;
        }
        return before == null ? "" : before.owners();
    }

    /** What an operator should know of an object that was not taken; empty: it passes by itself. */
    static String trouble(String object, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _, Outcome.Conflict _, Outcome.Terminating _, Outcome.NotFound _ -> "";
            case Outcome.AlreadyExists _,
                    Outcome.Forbidden _,
                    Outcome.Invalid _,
                    Outcome.QuotaExceeded _,
                    Outcome.TooManyRequests _,
                    Outcome.Gone _,
                    Outcome.Failed _ -> object + " cannot be written: " + outcome.message();
        };
    }

    /**
     * As above, of the status of an object that is there. A second answer in a row that it is not means the definition: the first may have crossed with a deletion.
     *
     * @param before the wait before it; null: it is the first
     */
    static String statusTrouble(@Nullable Wait before, String object, Outcome outcome) {
        return outcome instanceof Outcome.NotFound && before != null && before.missing()
                ? object + " cannot be written: " + outcome.message()
                        + ", though the object is there: its definition (CRD) has no status subresource in this version; add"
                        + " \"subresources: {status: {}}\" to each version of it, or apply the CRDs of the Multi-Cluster Services API"
                : trouble(object, outcome);
    }

    /** What an operator should know, one line for each object. */
    static List<String> told(Stream<Wait> waits) {
        return lines(waits.map(Wait::told));
    }

    /** What owners of services should know, one line for each object. */
    static List<String> owners(Stream<Wait> waits) {
        return lines(waits.map(Wait::owners));
    }

    private static List<String> lines(Stream<String> all) {
        return all.filter(line -> !line.isEmpty()).sorted().toList();
    }

    /** Delays for what stays as it is until somebody does something about it. */
    static Backoff refusals(RandomGenerator random) {
        return new Backoff(TimeUnit.MILLISECONDS, LEAST, FIRST, MOST, random);
    }

    private static Backoff races(RandomGenerator random) {
        return new Backoff(TimeUnit.MILLISECONDS, LEAST_RACE, FIRST_RACE, MOST_RACE, random);
    }

    /** Zero: it is over. */
    Duration left(LongSupplier nanos) {
        return Duration.ofNanos(Math.max(0, untilNanos - nanos.getAsLong()));
    }
}
