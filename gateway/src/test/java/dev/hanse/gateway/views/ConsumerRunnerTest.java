// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects each consumer of the view from the others, and the newest view from being lost to a failure. */
class ConsumerRunnerTest {

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> served = new ArrayList<>();
    private Duration taking = Duration.ZERO;
    private boolean broken;
    private final ConsumerRunner runner = new ConsumerRunner("test", this::serve, loop, threads::add, clock);

    private void serve(ServedView view) {
        if (broken) {
            clock.advance(taking);
            throw new IllegalStateException("broken");
        }
        clock.advance(taking);
        served.add(name(view));
    }

    private static String name(ServedView view) {
        return view.unreachable().toString();
    }

    /** A view that can be told from others. */
    private static ServedView view(String name) {
        return new ServedView(ViewContent.EMPTY, Set.of(new ClusterId(name)));
    }

    /** Lets every thread run to its end. */
    private void settle() {
        for (Runnable turn = threads.poll(); turn != null; turn = threads.poll()) {
            turn.run();
            loop.run();
        }
    }

    @Test
    void consumerHasOneTurnAtATimeAndTheNewestWaits() {
        runner.offer(view("a"));
        runner.offer(view("b"));
        runner.offer(view("c"));
        assertThat(threads).hasSize(1);

        settle();
        assertThat(served).containsExactly("[a]", "[c]");
    }

    @Test
    void slowConsumerDelaysNoOther() {
        List<String> quick = new ArrayList<>();
        ConsumerRunner other = new ConsumerRunner("other", view -> quick.add(name(view)), loop, Runnable::run, clock);
        for (String name : List.of("a", "b", "c")) {
            runner.offer(view(name));
            other.offer(view(name));
            loop.run();
        }
        assertThat(served).isEmpty();
        assertThat(quick).containsExactly("[a]", "[b]", "[c]");

        settle();
        assertThat(served).containsExactly("[a]", "[c]");
    }

    @Test
    void consumerRestsForNineTimesWhatItTookAndTheNewestWaits() {
        taking = Duration.ofMillis(20);
        runner.offer(view("a"));
        settle();
        runner.offer(view("b"));
        runner.offer(view("c"));
        loop.advance(Duration.ofMillis(179));
        assertThat(threads).isEmpty();

        loop.advance(Duration.ofMillis(1));
        settle();
        assertThat(served).containsExactly("[a]", "[c]");
    }

    @Test
    void consumerRestsNoLongerThanHalfASecondAndNotAtAllInQuietTimes() {
        taking = Duration.ofSeconds(5);
        runner.offer(view("a"));
        settle();
        runner.offer(view("b"));
        loop.advance(ConsumerRunner.LONGEST_REST);
        settle();
        assertThat(served).containsExactly("[a]", "[b]");

        loop.advance(ConsumerRunner.LONGEST_REST);
        runner.offer(view("c"));
        assertThat(threads).hasSize(1);
    }

    @Test
    void consumerThatFailsRestsTooThoughANewerViewWaits() {
        taking = Duration.ofMillis(20);
        broken = true;
        runner.offer(view("a"));
        runner.offer(view("b"));
        threads.remove().run();
        broken = false;
        loop.advance(Duration.ofMillis(179));
        assertThat(threads).isEmpty();

        loop.advance(Duration.ofMillis(1));
        settle();
        assertThat(served).containsExactly("[b]");
    }

    @Test
    void viewThatFailedIsTriedAgainAfterAPause() {
        broken = true;
        runner.offer(view("a"));
        settle();
        assertThat(runner.failure())
                .isEqualTo("view: test does not serve the newest one: " + "java.lang.IllegalStateException: broken");
        assertThat(threads).isEmpty();

        loop.advance(ConsumerRunner.PAUSE.minusMillis(1));
        assertThat(threads).isEmpty();
        loop.advance(Duration.ofMillis(1));
        settle();
        assertThat(runner.failure()).contains("broken");

        broken = false;
        loop.advance(ConsumerRunner.PAUSE);
        settle();
        assertThat(served).containsExactly("[a]");
        assertThat(runner.failure()).isEmpty();
        loop.advance(ConsumerRunner.PAUSE);
        assertThat(threads).isEmpty();
    }

    @Test
    void newerViewDoesNotWaitForThePause() {
        broken = true;
        runner.offer(view("a"));
        settle();
        broken = false;

        runner.offer(view("b"));
        settle();
        loop.advance(ConsumerRunner.PAUSE);
        settle();
        assertThat(served).containsExactly("[b]");
        assertThat(runner.failure()).isEmpty();
    }

    @Test
    void viewThatCameDuringAFailureTakesItsPlace() {
        broken = true;
        runner.offer(view("a"));
        runner.offer(view("b"));
        threads.remove().run();
        broken = false;
        loop.run();

        settle();
        assertThat(served).containsExactly("[b]");
        assertThat(loop.timers()).isZero();
    }
}
