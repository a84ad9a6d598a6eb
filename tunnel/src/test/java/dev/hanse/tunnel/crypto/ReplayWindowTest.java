// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Protects against replayed frames: the edges of the window, far jumps, and the top of the unsigned range. */
class ReplayWindowTest {

    private final ReplayWindow window = new ReplayWindow();

    @Test
    void acceptsEachCounterOnce() {
        for (long counter = 0; counter < 20_000; counter++) {
            assertThat(window.accept(counter)).isTrue();
            assertThat(window.accept(counter)).isFalse();
        }
    }

    @Test
    void acceptsOldCountersDownToTheLowerEdge() {
        long highest = 100_000;
        window.accept(highest);
        assertThat(window.accept(highest - ReplayWindow.SIZE + 1)).isTrue();
        assertThat(window.accept(highest - ReplayWindow.SIZE)).isFalse();
        assertThat(window.accept(0)).isFalse();
    }

    @Test
    void askingChangesNothing() {
        assertThat(window.acceptable(1_000_000)).isTrue();
        assertThat(window.accept(0)).isTrue();
        assertThat(window.acceptable(0)).isFalse();
    }

    @Test
    void forgetsNothingInsideTheWindowOnAJump() {
        window.accept(5);
        window.accept(5 + ReplayWindow.SIZE - 1);
        assertThat(window.accept(5)).isFalse();
        assertThat(window.accept(6)).isTrue();
    }

    @Test
    void clearsEverythingOnAJumpOverTheWholeWindow() {
        for (long counter = 0; counter < ReplayWindow.SIZE; counter++) {
            window.accept(counter);
        }
        long far = 10L * ReplayWindow.SIZE;
        assertThat(window.accept(far)).isTrue();
        assertThat(window.accept(far - ReplayWindow.SIZE + 1)).isTrue();
        assertThat(window.accept(far - 1)).isTrue();
    }

    @Test
    void comparesUnsigned() {
        assertThat(window.accept(Long.MAX_VALUE)).isTrue();
        assertThat(window.accept(Long.MIN_VALUE)).isTrue();
        assertThat(window.accept(-1)).isTrue();
        assertThat(window.accept(-1)).isFalse();
        assertThat(window.accept(-2)).isTrue();
        assertThat(window.accept(0)).isFalse();
        assertThat(window.accept(Long.MAX_VALUE)).isFalse();
    }
}
