// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.gateway.loop.ControlLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects a closed device from being opened at a start since nft is late. */
final class TableOfBeforeTest {

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<Boolean> told = new ArrayList<>();
    private Optional<Boolean> said = Optional.empty();
    private int asked;
    private boolean fails;
    private final TableOfBefore before = new TableOfBefore(new Later(), this::answer, told::add);

    private Optional<Boolean> answer() {
        asked++;
        if (fails) {
            throw new OutOfMemoryError("unable to create a thread");
        }
        return said;
    }

    @Test
    void whatNftDoesNotSayIsAskedAgain() {
        before.ask();
        later.remove().run();
        assertThat(told).isEmpty();
        said = Optional.of(false);
        later.remove().run();
        assertThat(told).containsExactly(false);
        assertThat(later).isEmpty();
    }

    @Test
    void whatNftNeverSaysIsTakenForClosed() {
        before.ask();
        while (!later.isEmpty()) {
            later.remove().run();
        }
        assertThat(asked).isEqualTo(TableOfBefore.QUESTIONS);
        assertThat(told).containsExactly(true);
    }

    @Test
    void whatFailsUnexpectedlyHoldsNothingUpForEver() {
        fails = true;
        later.add(before::ask);
        while (!later.isEmpty()) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> later.remove().run());
        }
        assertThat(told).containsExactly(true);
    }

    private final class Later implements ControlLoop {

        @Override
        public void execute(Runnable task) {
            later.add(task);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            later.add(task);
            return Timer.NONE;
        }
    }
}
