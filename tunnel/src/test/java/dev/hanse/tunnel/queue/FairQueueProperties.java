// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Protects the pods' packets while they wait: none vanishes uncounted, none overtakes its own flow, none waits for another flow's flood. */
class FairQueueProperties {

    private static final int MAX_OCTETS = 150_000;
    private static final int LARGE = 5;
    private static final int SMALL = 20;
    private static final int QUANTUM = 1514;

    /** What came out so far. */
    private static final class Outcome {
        private final Map<Integer, Integer> newestOfFlow = new HashMap<>();
        private final Set<Integer> seen = new HashSet<>();

        void take(QueueDriver driver) {
            int number = driver.take();
            assertThat(seen.add(number)).as("packet %d comes once", number).isTrue();
            Integer before = newestOfFlow.put(driver.flow(), number);
            assertThat(before == null || before < number).as("order").isTrue();
            driver.scribble();
        }
    }

    @Property(tries = 300)
    void everyPacketComesOutOrIsCounted(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int flows) {
        Random random = new Random(seed);
        QueueSettings settings = new QueueSettings(
                QueueDriver.HEADROOM, QueueDriver.TAILROOM, LARGE, SMALL, MAX_OCTETS, QUANTUM, 3000, 50, 400);
        QueueDriver driver = new QueueDriver(new FairQueue(settings, seed));
        Outcome outcome = new Outcome();
        long now = random.nextLong();
        int gone = 0;
        for (int step = 0; step < 1500; step++) {
            now += random.nextInt(20);
            // Phases that fill the queue and phases that empty it.
            if (random.nextInt(100) < (step % 500 < 250 ? 60 : 40)) {
                gone += driver.add(random.nextInt(flows), anyLength(random), now);
            } else if (driver.queue.next(now)) {
                outcome.take(driver);
            } else {
                assertThat(driver.queue.isEmpty()).isTrue();
            }
            if (random.nextInt(5) == 0) {
                driver.queue.release();
            }
            assertThat(driver.queue.octets()).isBetween(0, MAX_OCTETS);
            assertThat(driver.queue.packets()).isBetween(0, LARGE + SMALL - 1);
        }
        while (driver.queue.next(now)) {
            outcome.take(driver);
        }
        assertThat(outcome.seen.size() + gone + driver.queue.dropped()).isEqualTo(driver.added());
        assertThat(driver.queue.octets() + driver.queue.packets()).isZero();
    }

    /** Rare packets, each no longer than a quantum, wait for at most two rounds; in one, each of the others sends a quantum and what its last packet exceeds it by. */
    @Property(tries = 200)
    void aSparseFlowDoesNotWaitForBulk(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int bulk) {
        Random random = new Random(seed);
        QueueDriver driver = new QueueDriver(new FairQueue(QueueDriver.patient(32, 100, 2 << 20), seed));
        int round = bulk * (QUANTUM + 65_000);
        int sparse = ownBucket(driver.queue, bulk);
        boolean waiting = false;
        int waited = 0;
        for (int step = 0; step < 600; step++) {
            for (int flow = 0; flow < bulk; flow++) {
                driver.add(flow, random.nextBoolean() ? 65_000 : 1400, step);
            }
            if (!waiting && random.nextInt(4) == 0) {
                driver.add(sparse, QueueDriver.length(random.nextInt(QUANTUM)), step);
                waiting = true;
                waited = 0;
            }
            driver.queue.next(step);
            if (driver.flow() == sparse) {
                waiting = false;
            } else {
                waited += driver.queue.length();
            }
            assertThat(waiting ? waited : 0).isLessThanOrEqualTo(2 * round);
        }
    }

    @Property(tries = 50)
    void busyFlowsGetTheSameWhateverTheSizeOfTheirPackets(@ForAll long seed) {
        Random random = new Random(seed);
        FairQueue queue = new FairQueue(QueueDriver.patient(32, 100, 2 << 20), seed);
        QueueDriver driver = new QueueDriver(queue);
        int[] lengths = {200, 1400, 9000, 65_000};
        int[] flows = ownBuckets(queue, lengths.length);
        Map<Integer, Long> sent = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            for (int busy = 0; busy < flows.length; busy++) {
                while (queue.packets() < 20 || random.nextInt(3) == 0) {
                    driver.add(flows[busy], lengths[busy], i);
                }
                driver.add(flows[busy], lengths[busy], i);
            }
            queue.next(i);
            sent.merge(driver.flow(), (long) queue.length(), Long::sum);
        }
        assertThat(sent).containsOnlyKeys(Arrays.stream(flows).boxed().toList());
        assertThat(Collections.max(sent.values()) - Collections.min(sent.values()))
                .isLessThanOrEqualTo(2 * (65_000 + QUANTUM));
    }

    @Property(tries = 200)
    void aFloodDropsItsOwnPacketsOnly(@ForAll long seed, @ForAll boolean largePackets) {
        Random random = new Random(seed);
        FairQueue queue = new FairQueue(QueueDriver.patient(16, 64, 700_000), seed);
        QueueDriver driver = new QueueDriver(queue);
        int others = 6;
        int flood = ownBucket(queue, others);
        int gone = 0;
        int sent = 0;
        int received = 0;
        for (int step = 0; step < 400; step++) {
            for (int i = 0; i < 20; i++) {
                gone += driver.add(flood, largePackets ? 60_000 : 100, step);
            }
            gone += driver.add(random.nextInt(others), random.nextInt(10) == 0 ? 3000 : 300, step);
            sent++;
            for (int i = 0; i < 8 && queue.next(step); i++) {
                received += driver.flow() == flood ? 0 : 1;
            }
        }
        while (queue.next(400)) {
            received += driver.flow() == flood ? 0 : 1;
        }
        assertThat(gone).isGreaterThan(4000);
        assertThat(received).isEqualTo(sent);
    }

    /** A flow that shares its queue with none of the flows below {@code others}. */
    private static int ownBucket(FairQueue queue, int others) {
        return ownBuckets(queue, others + 1)[others];
    }

    /** Flows from 0 on of which none shares a queue with a lower one. */
    private static int[] ownBuckets(FairQueue queue, int count) {
        Set<Integer> taken = new HashSet<>();
        return IntStream.iterate(0, flow -> flow + 1)
                .filter(flow -> taken.add(queue.bucket(flow)))
                .limit(count)
                .toArray();
    }

    private static int anyLength(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> QueueDriver.length(random.nextInt(100));
            case 1 -> 1400;
            case 2 -> QueueSettings.SMALL_OCTETS + random.nextInt(2);
            default -> QueueDriver.length(random.nextInt(65_546));
        };
    }
}
