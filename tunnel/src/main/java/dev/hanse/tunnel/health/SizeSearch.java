// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import dev.hanse.tunnel.health.SizeTrial.Purpose;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds how long a packet may be to go to one peer through one worker in one datagram: packetization layer path MTU discovery (RFC 8899), whose probes are those of the path, padded.
 *
 * <p>The size in use is confirmed again and again, and sooner where packets are under way. Where that fails, the second and third round ask for all usual sizes below at once, so that the answer to
 * "no longer" comes with "but so much", within a second. Between what passes and what does not it narrows by halves, and from time to time it asks for more. Nothing is concluded from silence
 * alone: without any answer the path is down, or no size helps. Owned by the control loop.
 */
final class SizeSearch {

    /** Smallest size that is looked for: with the headers outside, what every IPv4 host takes (RFC 791). */
    static final int LEAST = 516;

    /** Sizes are multiples of it, and known as exactly. */
    static final int STEP = 4;

    /** Between two confirmations where packets go: with three rounds, and three of another trial that ends first, a change is found within 2 s on a short way. */
    static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The same where none go. */
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * PMTU_RAISE_TIMER. RFC 8899 has 600 s, lest probes that are lost be taken for congestion; these are told from packets, cost three datagrams, and whoever mends a path does not want to wait.
     */
    static final long RAISE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What 576, 1000, 1200, 1280, 1300, 1400, 1420, 1450, 1460, 1492, 1500, 2000 and so on leave, over IPv6 and IPv4. */
    private static final int[] USUAL = {
        516, 680, 920, 1120, 1200, 1220, 1240, 1280, 1300, 1320, 1340, 1360, 1372, 1388, 1400, 1412, 1420, 1432, 1440,
        1920, 2940, 4012, 5940, 7940, 8416, 8816, 8836, 8900, 8920, 8940
    };

    private static final int[] NONE = {};

    private final int ceiling;
    private int size;

    /** The least size that did not pass when it was tried last. */
    private int refused;

    private int settled;
    private boolean confirmed;
    private long confirmedNanos;
    private long raisedNanos;
    private long confirmedPackets;
    private long epoch;
    private @Nullable SizeTrial trial;

    /** @param ceiling no larger size is looked for; it is taken to pass until it is known better */
    SizeSearch(int ceiling) {
        this.ceiling = ceiling;
        size = ceiling;
        settled = ceiling;
        refused = ceiling + STEP;
    }

    /** Longest packet that goes in one datagram, as far as is known. */
    int size() {
        return size;
    }

    /** The same, but not raised while it is being narrowed down: for those whom each change costs something. */
    int settled() {
        return settled;
    }

    /** Names the trial that runs in the numbers of its probes. */
    long epoch() {
        return epoch;
    }

    /** The path is down: whatever comes up may be another one. */
    void onDown() {
        trial = null;
        confirmed = false;
    }

    /**
     * To be called every {@link PathMonitor#INTERVAL} while the path is up.
     *
     * @param packets how many packets have gone that way
     * @param patienceNanos within it a probe is answered, or lost
     * @return sizes to probe now
     */
    int[] onInterval(long packets, long patienceNanos, long nowNanos) {
        SizeTrial running = trial;
        if (running != null) {
            if (running.isYoung(patienceNanos, nowNanos)) {
                return NONE;
            }
            if (running.hasMoreRounds()) {
                return running.next(nowNanos);
            }
            onUnanswered(running, nowNanos);
        }
        trial = next(packets, nowNanos);
        return trial == null ? NONE : trial.next(nowNanos);
    }

    private @Nullable SizeTrial next(long packets, long nowNanos) {
        boolean busy = packets != confirmedPackets;
        if (!confirmed || nowNanos - confirmedNanos >= (busy ? BUSY_NANOS : IDLE_NANOS)) {
            confirmedPackets = packets;
            int[] usual = upTo(size);
            return trial(Purpose.CONFIRM, new int[] {size}, usual);
        }
        if (refused - size > STEP) {
            int[] middle = {(size + refused) / (2 * STEP) * STEP};
            return trial(Purpose.NARROW, middle, middle);
        }
        if (size < ceiling && nowNanos - raisedNanos >= RAISE_NANOS) {
            int[] larger = above(size);
            return trial(Purpose.RAISE, larger, larger);
        }
        return null;
    }

    private SizeTrial trial(Purpose purpose, int[] first, int[] later) {
        return new SizeTrial(purpose, first, later, ++epoch);
    }

    /** Usual sizes and this one, ascending. */
    private static int[] upTo(int size) {
        return IntStream.concat(Arrays.stream(USUAL).filter(usual -> usual < size), IntStream.of(size))
                .toArray();
    }

    /** The least size that did not pass, the next usual one, and the ceiling. */
    private int[] above(int size) {
        int least = Math.min(Math.max(refused, size + STEP), ceiling);
        int usual = Arrays.stream(USUAL)
                .filter(each -> each > least && each < ceiling)
                .findFirst()
                .orElse(ceiling);
        return IntStream.of(least, usual, ceiling).distinct().toArray();
    }

    /** A probe of the trial {@code of} was answered. */
    void onAnswer(long of, int answered, long nowNanos) {
        SizeTrial running = trial;
        if (running == null || running.epoch() != of) {
            return;
        }
        running.onAnswer(answered);
        if (running.best() == running.target()) {
            trial = null;
            passes(running.target(), nowNanos);
        }
    }

    /** Three rounds, and the largest size was answered in none of them. */
    private void onUnanswered(SizeTrial failed, long nowNanos) {
        switch (failed.purpose()) {
            case CONFIRM -> onNarrower(failed, nowNanos);
            case NARROW -> refused = failed.target();
            case RAISE -> {
                raisedNanos = nowNanos;
                if (failed.best() > 0) {
                    refused = failed.leastUnanswered();
                    passes(failed.best(), nowNanos);
                }
            }
        }
        settle();
    }

    private void onNarrower(SizeTrial failed, long nowNanos) {
        confirmedNanos = nowNanos;
        confirmed = true;
        if (failed.best() > 0) {
            size = failed.best();
            refused = failed.leastUnanswered();
            settled = Math.min(settled, size);
            raisedNanos = nowNanos;
        }
    }

    private void passes(int answered, long nowNanos) {
        confirmed = true;
        confirmedNanos = nowNanos;
        size = Math.max(size, answered);
        refused = size == ceiling ? ceiling + STEP : Math.max(refused, size + STEP);
        settle();
    }

    private void settle() {
        if (refused - size <= STEP) {
            settled = size;
        }
    }
}
