// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import java.util.function.Consumer;
import javax.management.NotificationEmitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the old generation of the heap collected when it has grown by half since it was collected last. By itself the serial collector lets it grow to the limit of the heap before it looks
 * whether anything in it still lives. Called on the JVM's notification thread.
 */
final class OldGeneration {

    private static final Logger LOG = LoggerFactory.getLogger(OldGeneration.class);

    /** Below that a collection costs more than it gives back. */
    static final long LEAST = 32L << 20;

    private final MemoryPoolMXBean pool;
    private final Runnable collect;

    /** @param collect collects the whole heap, and returns when that is done */
    OldGeneration(MemoryPoolMXBean pool, Runnable collect) {
        this.pool = pool;
        this.collect = collect;
    }

    /** Begins, for as long as the process runs. Other collectors than the serial one see to it themselves. */
    static void keepSmall() {
        pool().ifPresent(pool -> {
            OldGeneration old = new OldGeneration(pool, System::gc);
            old.expect(0);
            listen(old);
        });
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
    void onExceeded() {
        long before = pool.getUsage().getUsed();
        long since = System.nanoTime();
        collect.run();
        long live = pool.getUsage().getUsed();
        LOG.debug(
                "heap: the old generation was collected in {} ms, {} KiB of {} KiB live",
                (System.nanoTime() - since) / 1_000_000,
                live >> 10,
                before >> 10);
        expect(live);
    }

    private void expect(long live) {
        pool.setUsageThreshold(Math.min(pool.getUsage().getMax(), Math.max(LEAST, live + live / 2)));
    }
}
