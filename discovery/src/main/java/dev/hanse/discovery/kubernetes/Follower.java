// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one kind up to date: lists it, then watches from there on, and lists again when the server does not know the position any more or anything fails. Runs on a
 * virtual thread of its own until interrupted.
 */
final class Follower implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Followed<?> kind;
    private final Reading<?> reading;
    private final KubernetesTimings timings;
    private final RandomGenerator random;
    private final Backoff backoff;
    private @Nullable String position;

    /** @param random used by several threads */
    Follower(Followed<?> kind, Reading<?> reading, KubernetesTimings timings, RandomGenerator random) {
        this.kind = kind;
        this.reading = reading;
        this.timings = timings;
        this.random = random;
        this.backoff = timings.backoff(random);
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(follow());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /** Returns how long to wait before the next attempt. */
    private Duration follow() throws InterruptedException {
        try {
            return listAndWatch();
        } catch (ApiException e) {
            return onFailure(e);
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.error("kubernetes: a fault of this program", e);
            return onFailure(new ApiException(
                    Reason.FAILED, "a fault of this program: " + e + " (please report it; the log has more)", e));
        }
    }

    private Duration listAndWatch() throws ApiException, InterruptedException {
        String from = position == null ? reading.list() : position;
        long begin = System.nanoTime();
        position = reading.watch(from, timings.watchSeconds(random));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (System.nanoTime() - begin < timings.steady().toNanos()) {
            return backoff.next();
        }
        backoff.reset();
        return Duration.ZERO;
    }

    /** A position that has expired is no failure: listing again follows. */
    private Duration onFailure(ApiException e) {
        position = null;
        if (e.reason() != Reason.EXPIRED) {
            kind.onFailed(e.reason(), String.valueOf(e.getMessage()));
        }
        Duration wait = lasts(e.reason()) ? backoff.longest() : backoff.next();
        return wait.compareTo(e.retryAfter()) > 0 ? wait : e.retryAfter();
    }

    private static boolean lasts(Reason reason) {
        return switch (reason) {
            case ABSENT, FORBIDDEN, REFUSED -> true;
            case EXPIRED, NOT_FOUND, BROKEN, FAILED -> false;
        };
    }
}
