// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Protects the disk from many writes, and the newest state from being lost between them. */
class DebouncedWriteTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void manyChangesBecomeOneWriteOfTheNewest() {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, Runnable::run, Duration.ofMillis(300));
        for (int i = 0; i < 10; i++) {
            int value = i;
            writes.change(() -> () -> written.add(value));
        }
        loop.advance(Duration.ofMillis(299));
        assertThat(written).isEmpty();

        loop.advance(Duration.ofMillis(1));
        assertThat(written).containsExactly(9);
    }

    @Test
    void changeDuringAWriteIsWrittenAfterIt() {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new ArrayList<>();
        List<Runnable> elsewhere = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, elsewhere::add, Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));
        loop.advance(Duration.ofMillis(300));
        writes.change(() -> () -> written.add(2));
        loop.advance(Duration.ofSeconds(5));
        assertThat(elsewhere).as("one write at a time").hasSize(1);

        elsewhere.removeFirst().run();
        loop.advance(Duration.ofMillis(300));
        elsewhere.removeFirst().run();
        assertThat(written).containsExactly(1, 2);
    }

    @Test
    void slowWritesTakeATwentiethOfTheTime() {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, Runnable::run, Duration.ofMillis(300), clock);
        for (int second = 0; second < 60; second++) {
            int value = second;
            writes.change(() -> () -> {
                clock.advance(Duration.ofMillis(500));
                written.add(value);
            });
            loop.advance(Duration.ofMillis(500));
        }
        assertThat(written).as("in half a minute").hasSizeBetween(3, 4);

        loop.advance(Duration.ofSeconds(10));
        assertThat(written).last().isEqualTo(59);
    }

    @Test
    void aChangeIsWrittenWithinAMinuteHoweverLongItTakes() {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, Runnable::run, Duration.ofMillis(300), clock);
        writes.change(() -> () -> clock.advance(Duration.ofMinutes(10)));
        loop.advance(Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));
        loop.advance(Duration.ofSeconds(61));

        assertThat(written).containsExactly(1);
    }

    @Test
    void flushWritesWhatWaits() {
        List<Integer> written = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(new ManualLoop(clock), Runnable::run, Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));

        writes.flush();
        writes.flush();

        assertThat(written).containsExactly(1);
    }

    @Test
    void flushComesBehindAWriteUnderWay() throws Exception {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new CopyOnWriteArrayList<>();
        List<Runnable> elsewhere = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, elsewhere::add, Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));
        loop.advance(Duration.ofMillis(300));
        writes.change(() -> () -> written.add(2));

        Thread ending = Thread.ofPlatform().start(writes::flush);
        assertThat(ending.join(Duration.ofMillis(50))).as("flushed already").isFalse();
        elsewhere.removeFirst().run();
        ending.join();

        assertThat(written).containsExactly(1, 2);
    }

    @Test
    void anInterruptEndsTheWaitForAWriteThatHangs() throws Exception {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new CopyOnWriteArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, _ -> {}, Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));
        loop.advance(Duration.ofMillis(300));
        writes.change(() -> () -> written.add(2));

        Thread ending = Thread.ofPlatform().start(writes::flush);
        ending.interrupt();
        ending.join();

        assertThat(written).isEmpty();
    }

    @Test
    void flushWaitsForNoWriteWhereNothingWaitsBehindIt() {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, _ -> {}, Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));
        loop.advance(Duration.ofMillis(300));

        writes.flush();

        assertThat(written).isEmpty();
    }
}
