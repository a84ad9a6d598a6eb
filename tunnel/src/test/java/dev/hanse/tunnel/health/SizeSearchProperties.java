// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Protects what packets may be as long as: found on a path that drops without a word what is too large, whatever happens to it. */
class SizeSearchProperties {

    private static final long TICK = PathMonitor.INTERVAL.toNanos();
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(150);

    private final Path path = new Path(8940);

    /** A path of one size, on which some probes and answers are lost. */
    private static final class Path {

        final SizeSearch search;
        final Random random = new Random(3);
        int takes;
        double loss;
        boolean carries = true;
        long now;
        long packets;
        long octets;

        Path(int ceiling) {
            search = new SizeSearch(ceiling);
            takes = ceiling;
        }

        void tick() {
            now += TICK;
            packets += carries ? 1 : 0;
            int[] sizes = search.onInterval(packets, PATIENCE, now);
            long of = search.epoch();
            for (int size : sizes) {
                octets += size;
                if (size <= takes && random.nextDouble() >= loss) {
                    search.onAnswer(of, size, now);
                }
            }
        }

        void run(long seconds) {
            for (long end = now + TimeUnit.SECONDS.toNanos(seconds); now < end; ) {
                tick();
            }
        }

        long millisUntilItFits() {
            long start = now;
            while (search.size() > takes) {
                tick();
                assertThat(now - start).isLessThan(TimeUnit.MINUTES.toNanos(1));
            }
            return TimeUnit.NANOSECONDS.toMillis(now - start);
        }
    }

    @Test
    void whatTheDeviceTakesIsConfirmedWithOneProbe() {
        path.tick();
        assertThat(path.search.size()).isEqualTo(8940);
        assertThat(path.octets).isEqualTo(8940);
    }

    /** TCP repeats a packet after 0.2, 0.6 and 1.4 s: the third time it has to pass. */
    @Property(tries = 300)
    void fallsBeforeTcpRepeatsAPacketForTheThirdTime(
            @ForAll @IntRange(min = 516, max = 8936) int narrow, @ForAll @IntRange(max = 7) int ticks) {
        Path falling = new Path(8940);
        falling.run(2);
        for (int i = 0; i < ticks; i++) {
            falling.tick();
        }
        falling.takes = narrow;
        assertThat(falling.millisUntilItFits()).isLessThanOrEqualTo(1400);
    }

    /** Within the least step, some seconds later; and told to hosts once. */
    @Property(tries = 300)
    void findsTheSizeOfThePath(@ForAll @IntRange(min = 516, max = 8940) int takes) {
        Path narrow = new Path(8940);
        narrow.takes = takes;
        narrow.run(15);
        assertThat(narrow.search.size()).isEqualTo(takes / SizeSearch.STEP * SizeSearch.STEP);
        assertThat(narrow.search.settled()).isEqualTo(narrow.search.size());
    }

    @Property(tries = 200)
    void risesWithinTenSecondsAndASearch(
            @ForAll @IntRange(min = 516, max = 1500) int narrow, @ForAll @IntRange(min = 1500, max = 8940) int wide) {
        Path rising = new Path(8940);
        rising.takes = narrow;
        rising.run(15);
        rising.takes = wide;
        rising.run(30);
        assertThat(rising.search.settled()).isEqualTo(wide / SizeSearch.STEP * SizeSearch.STEP);
    }

    /** Never above what passes for long, and never far below for long: chance takes no path for narrow. */
    @Property(tries = 50)
    void livesWithLosses(@ForAll long seed) {
        Path lossy = new Path(1424);
        lossy.random.setSeed(seed);
        lossy.loss = 0.1;
        long below = 0;
        for (int i = 0; i < 4 * 300; i++) {
            lossy.tick();
            below += lossy.search.size() < 1400 ? 1 : 0;
        }
        assertThat(below).as("quarters of a second of 300 s").isLessThan(4 * 45);
    }

    @Test
    void silenceSaysNothingAboutSize() {
        path.run(2);
        path.loss = 1;
        path.run(20);
        assertThat(path.search.size()).isEqualTo(8940);
    }

    @Test
    void fallsToTheLeastAndBackOnAPathThatShrinksStepByStep() {
        path.run(2);
        for (int takes : new int[] {1440, 1340, 1240, 940, 600}) {
            path.takes = takes;
            assertThat(path.millisUntilItFits()).isLessThanOrEqualTo(2500);
        }
        path.takes = 8940;
        path.run(15);
        assertThat(path.search.size()).isEqualTo(8940);
    }

    @Test
    void anIdlePathCostsLittle() {
        path.carries = false;
        path.run(2);
        long before = path.octets;
        path.run(60);
        assertThat(path.octets - before).isLessThanOrEqualTo(13 * 8940);
    }

    @Test
    void afterAPauseItIsConfirmedAtOnce() {
        path.run(2);
        path.search.onDown();
        path.takes = 1340;
        assertThat(path.millisUntilItFits()).isLessThanOrEqualTo(1000);
    }

    @Test
    void answersToOtherTrialsAreIgnored() {
        path.loss = 1;
        path.tick();
        path.search.onAnswer(path.search.epoch() - 1, 8940, path.now);
        path.search.onAnswer(path.search.epoch(), 9999, path.now);
        assertThat(path.search.size()).isEqualTo(8940);
    }
}
