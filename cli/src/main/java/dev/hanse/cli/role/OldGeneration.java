// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.management.NotificationEmitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Has the old generation of the heap collected when it has grown by half since it was collected last. By itself the serial collector lets it grow to the limit of the heap before it looks
 * whether anything in it still lives. All threads stand still meanwhile, the tunnel's too, and how fast the heap grows is in the hands of other clusters: so a burst is let pass first, there is
 * a least time between two collections, and where the heap grows on before that is over, it may grow by half again, and is collected when it is over. Called on the JVM's notification thread and by what was asked to
 * come later.
 */
final class OldGeneration {

    private static final Logger LOG = LoggerFactory.getLogger(OldGeneration.class);

    /** Below that a collection costs more than it gives back. */
    static final long LEAST = 32L << 20;

    /**
     * From when it is found too large to its collection, at least. What makes it grow keeps the processors busy too, for the first seconds with code that is not compiled yet, and in other
     * processes of the host as well: in the midst of that a collection takes three times as long, and finds that most of what has come lives.
     */
    static final Duration BURST = Duration.ofSeconds(5);

    /** Between the end of a collection and the next one, at least. */
    static final Duration LEAST_TIME = Duration.ofSeconds(60);

    /** So many times as long as the last collection took the next one stays away: all together stand still for half a percent of the time at most. */
    static final int TIMES_THE_PAUSE = 200;

    private static final Duration LONG_PAUSE = Duration.ofMillis(100);

    private final MemoryPoolMXBean pool;
    private final Runnable collect;
    private final LongSupplier nanoTime;
    private final Later later;
    private boolean due;
    private Optional<Long> collected = Optional.empty();
    private long pause;
    private long live;

    /** Does something after so many nanoseconds. */
    @FunctionalInterface
    interface Later {
        void after(long nanos, Runnable task);
    }

    /**
     * Waits for {@link #onExceeded}.
     *
     * @param collect collects the whole heap, and returns when that is done
     * @param nanoTime monotonic
     * @param later runs the collection that was too soon
     */
    OldGeneration(MemoryPoolMXBean pool, Runnable collect, LongSupplier nanoTime, Later later) {
        this.pool = pool;
        this.collect = collect;
        this.nanoTime = nanoTime;
        this.later = later;
    }

    /** Begins, for as long as the process runs. Other collectors than the serial one see to it themselves. */
    static void keepSmall() {
        pool().ifPresent(pool -> {
            OldGeneration old = new OldGeneration(pool, System::gc, System::nanoTime, OldGeneration::later);
            old.expect(0);
            listen(old);
        });
    }

    private static void later(long nanos, Runnable task) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(task);
    }

    private static Optional<MemoryPoolMXBean> pool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Tenured Gen"))
                .findFirst();
    }

    private static void listen(OldGeneration old) {
        Consumer<String> onExceeded = type -> {
            if (type.equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
                old.onExceeded();
            }
        };
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
                .addNotificationListener((notification, _) -> onExceeded.accept(notification.getType()), null, null);
    }

    /** It is larger than was expected. */
    synchronized void onExceeded() {
        expect(pool.getUsage().getUsed());
        collectAfter(Math.max(left(), BURST.toNanos()));
    }

    /** Nanoseconds until it may be collected again. */
    private long left() {
        long least = Math.max(LEAST_TIME.toNanos(), TIMES_THE_PAUSE * pause);
        return collected.map(end -> end + least - nanoTime.getAsLong()).orElse(0L);
    }

    /** Without that, what a burst has left behind would stay until the next one. */
    private void collectAfter(long nanos) {
        if (!due) {
            due = true;
            later.after(nanos, this::onDue);
        }
    }

    /** Java itself may have collected it meanwhile: then it has its old measure again. */
    private synchronized void onDue() {
        due = false;
        if (pool.getUsage().getUsed() >= allowed(live)) {
            expect(collect());
        } else {
            expect(live);
        }
    }

    /** What lives, in octets. */
    private long collect() {
        long before = pool.getUsage().getUsed();
        long since = nanoTime.getAsLong();
        collect.run();
        long end = nanoTime.getAsLong();
        collected = Optional.of(end);
        pause = end - since;
        live = pool.getUsage().getUsed();
        LOG.atLevel(pause > LONG_PAUSE.toNanos() ? Level.INFO : Level.DEBUG)
                .log(
                        "heap: the old generation was collected in {} ms, {} KiB of {} KiB live",
                        pause / 1_000_000,
                        live >> 10,
                        before >> 10);
        return live;
    }

    private void expect(long used) {
        pool.setUsageThreshold(allowed(used));
    }

    private long allowed(long used) {
        return Math.min(pool.getUsage().getMax(), Math.max(LEAST, used + used / 2));
    }
}
