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

    @Test
    void theNextCollectionIsDueWhenHalfAsMuchAgainHasCome() {
        used = 90 * MIB;

        collectedTo(40 * MIB, Duration.ofMillis(20)).onExceeded();

        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void aSmallOneMayGrowToTheLeastThatIsWorthIt() {
        used = 25 * MIB;

        collectedTo(9 * MIB, Duration.ofMillis(20)).onExceeded();

        assertThat(threshold).isEqualTo(OldGeneration.LEAST);
    }

    @Test
    void whatLivesIsNeverExpectedToBeMoreThanTheHeapMayHave() {
        used = 360 * MIB;

        collectedTo(350 * MIB, Duration.ofMillis(20)).onExceeded();

        assertThat(threshold).isEqualTo(372 * MIB);
    }

    @Test
    void whatGrowsFastIsCollectedOnceAMinuteAndMayGrowMeanwhile() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(200));
        exceed(old, 90 * MIB);

        nanos += Duration.ofSeconds(59).toNanos();
        exceed(old, 100 * MIB);

        assertThat(collections).isEqualTo(1);
        assertThat(threshold).isEqualTo(150 * MIB);

        nanos += Duration.ofSeconds(1).toNanos();
        exceed(old, 150 * MIB);

        assertThat(collections).isEqualTo(2);
        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void whatABurstHasLeftBehindIsCollectedWhenTheMinuteIsOver() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(200));
        exceed(old, 90 * MIB);
        nanos += Duration.ofSeconds(20).toNanos();
        exceed(old, 100 * MIB);
        exceed(old, 150 * MIB);

        assertThat(delays).containsExactly(Duration.ofSeconds(40).toNanos());
        nanos += Duration.ofSeconds(40).toNanos();
        later.removeFirst().run();

        assertThat(collections).isEqualTo(2);
        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void whatWasCollectedMeanwhileIsNotCollectedAgain() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(200));
        exceed(old, 90 * MIB);
        exceed(old, 100 * MIB);
        nanos += Duration.ofSeconds(60).toNanos();
        exceed(old, 150 * MIB);

        later.removeFirst().run();

        assertThat(collections).isEqualTo(2);
    }

    @Test
    void whatJavaItselfHasCollectedMeanwhileIsNotCollectedAgain() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofMillis(200));
        exceed(old, 90 * MIB);
        exceed(old, 100 * MIB);
        used = 45 * MIB;
        nanos += Duration.ofSeconds(60).toNanos();

        later.removeFirst().run();

        assertThat(collections).isEqualTo(1);
        assertThat(threshold).isEqualTo(60 * MIB);
    }

    @Test
    void whereACollectionTakesLongTheNextOneStaysAwayLonger() {
        OldGeneration old = collectedTo(40 * MIB, Duration.ofSeconds(1));
        exceed(old, 90 * MIB);

        nanos += Duration.ofSeconds(199).toNanos();
        exceed(old, 360 * MIB);

        assertThat(collections).isEqualTo(1);
        assertThat(threshold).isEqualTo(372 * MIB);

        nanos += Duration.ofSeconds(1).toNanos();
        exceed(old, 372 * MIB);

        assertThat(collections).isEqualTo(2);
    }
}
