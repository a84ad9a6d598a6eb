// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.tunnel.path.FrameAssembly.Outcome;
import org.junit.jupiter.api.Test;

class LongFrameLossesTest {

    private final LongFrameLosses losses = new LongFrameLosses();

    @Test
    void tellsOnceThatManyFramesStayedInPieces() {
        complete(10);
        missing(1);

        assertThat(losses.takeMissing()).isTrue();
        assertThat(losses.takeMissing()).isFalse();
    }

    @Test
    void toleratesOneFrameOfMany() {
        complete(LongFrameLosses.TOLERATED);
        missing(1);

        assertThat(losses.takeMissing()).isFalse();
    }

    @Test
    void tellsNothingWhereAllIsWhole() {
        losses.count(false, Outcome.KEPT);
        complete(1);

        assertThat(losses.takeMissing()).isFalse();
    }

    @Test
    void sendsShortFramesForAWhileAfterTheLastWord() {
        assertThat(losses.maySendLong(Long.MAX_VALUE)).isTrue();

        losses.onMissing(5);
        losses.onMissing(7);

        assertThat(losses.maySendLong(6 + LongFrameLosses.SHORT_NANOS)).isFalse();
        assertThat(losses.maySendLong(7 + LongFrameLosses.SHORT_NANOS)).isTrue();
    }

    private void complete(int frames) {
        for (int i = 0; i < frames; i++) {
            losses.count(true, Outcome.KEPT);
        }
    }

    private void missing(int frames) {
        for (int i = 0; i < frames; i++) {
            losses.count(false, Outcome.REPLACED);
        }
    }
}
