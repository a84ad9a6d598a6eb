// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OldGenerationTest {

    private static final long MIB = 1L << 20;

    private long used;
    private long threshold;
    private long nanos = -Duration.ofHours(1).toNanos();
    private int collections;
    private final List<Long> delays = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();

    private final MemoryPoolMXBean pool = (MemoryPoolMXBean) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {MemoryPoolMXBean.class}, (_, method, arguments) -> {
                if (method.getName().equals("setUsageThreshold")) {
                    threshold = (long) arguments[0];
                    return null;
                }
                return new MemoryUsage(0, used, 372 * MIB, 372 * MIB);
            });

    private OldGeneration collectedTo(long live, Duration pause) {
        Runnable collect = () -> {
            used = live;
            nanos += pause.toNanos();
            collections++;
        };
        return new OldGeneration(pool, collect, () -> nanos, (delay, task) -> {
            delays.add(delay);
            later.add(task);
        });
    }

    private void exceed(OldGeneration old, long use) {
        used = use;
        old.onExceeded();
    }

    /** What was to come later comes now. */
    private void awaitDue() {
        nanos += delays.removeFirst();
        later.removeFirst().run();
    }

    @Test
    void theNextCollectionIsDueWhenHalfAsMuchAgainHasCome() {
        exceed(collectedTo(40 * MIB, Duration.ofMillis(20)), 90 * MIB);
        awaitDue();

        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void aSmallOneMayGrowToTheLeastThatIsWorthIt() {
        exceed(collectedTo(9 * MIB, Duration.ofMillis(20)), 35 * MIB);
        awaitDue();

        assertThat(threshold).isEqualTo(OldGeneration.LEAST);
    }

    @Test
    void whatLivesIsNeverExpectedToBeMoreThanTheHeapMayHave() {
        exceed(collectedTo(350 * MIB, Duration.ofMillis(20)), 360 * MIB);
        awaitDue();

        assertThat(threshold).isEqualTo(372 * MIB);
    }

    @Test
    void aBurstIsOverBeforeTheHeapIsCollected() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(20));
        exceed(old, 33 * MIB);
        exceed(old, 50 * MIB);

        assertThat(collections).isZero();
        assertThat(threshold).isEqualTo(75 * MIB);
        assertThat(delays).containsExactly(OldGeneration.BURST.toNanos());
        awaitDue();

        assertThat(collections).isEqualTo(1);
        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void whatGrowsFastIsCollectedOnceAMinuteAndMayGrowMeanwhile() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(200));
        exceed(old, 90 * MIB);
        awaitDue();

        nanos += Duration.ofSeconds(50).toNanos();
        exceed(old, 100 * MIB);

        assertThat(collections).isEqualTo(1);
        assertThat(threshold).isEqualTo(150 * MIB);
        assertThat(delays).containsExactly(Duration.ofSeconds(10).toNanos());

        awaitDue();

        assertThat(collections).isEqualTo(2);
        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void whatABurstHasLeftBehindIsCollectedWhenTheMinuteIsOver() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(200));
        exceed(old, 90 * MIB);
        awaitDue();
        nanos += Duration.ofSeconds(20).toNanos();
        exceed(old, 100 * MIB);
        exceed(old, 150 * MIB);

        assertThat(delays).containsExactly(Duration.ofSeconds(40).toNanos());
        awaitDue();

        assertThat(collections).isEqualTo(2);
        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void whatJavaItselfHasCollectedMeanwhileIsNotCollectedAgain() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(200));
        exceed(old, 90 * MIB);
        awaitDue();
        exceed(old, 100 * MIB);
        used = 45 * MIB;

        awaitDue();

        assertThat(collections).isEqualTo(1);
        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void whereACollectionTakesLongTheNextOneStaysAwayLonger() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofSeconds(1));
        exceed(old, 90 * MIB);
        awaitDue();

        nanos += Duration.ofSeconds(100).toNanos();
        exceed(old, 360 * MIB);

        assertThat(collections).isEqualTo(1);
        assertThat(threshold).isEqualTo(372 * MIB);
        assertThat(delays).containsExactly(Duration.ofSeconds(100).toNanos());

        awaitDue();

        assertThat(collections).isEqualTo(2);
    }
}
