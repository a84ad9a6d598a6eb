// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects gateways from a history that never was, and operators from alarms about one that only was forgotten. */
class ViewHistoryTest {

    /** Epoch 4 was given from 10 to 20; epoch 5 from 30 to 40, and after a start from 1000 to 1005. */
    private static ViewHistory history() {
        ViewHistory history = ViewHistory.of("2-4-a 10 20\n2-5-b 30 40\n2-5-b 1000 999", 1005);
        assertThat(history.text()).isEqualTo("2-4-a 10 20\n2-5-b 30 40\n2-5-b 1000 1005");
        return history;
    }

    @ParameterizedTest
    @CsvSource({
        "2-4-a, 10, true, false",
        "2-4-a, 20, true, false",
        "2-4-a, 21, false, true",
        "2-4-a, 9, false, false",
        "2-5-b, 41, false, true",
        "2-5-b, 999, false, true",
        "2-5-b, 1000, true, false",
        "2-5-b, 1006, false, true",
        "2-5-c, 5, false, true",
        "2-6-d, 1, false, true",
        "2-6m-d, 1, false, false",
        "2-3-z, 7, false, false",
        "3-6-d, 1, false, true",
        "1-12345678-rest, 7, false, false",
        "other, 7, false, false",
        "'', 0, false, false",
        "2-6-d, 0, false, false"
    })
    void tellsWhatItGaveFromWhatAnotherDid(String epoch, long version, boolean gave, boolean neverGave) {
        Position position = new Position(epoch, version);

        assertThat(history().gave(position)).isEqualTo(gave);
        assertThat(history().neverGave(position)).isEqualTo(neverGave);
    }

    @Test
    void remembersSoManyRunsAndNoMore() {
        ViewHistory history = ViewHistory.of("", 0);
        for (int i = 1; i <= ViewHistory.MAX_RUNS + 1; i++) {
            history.begin("2-1-a", i * 100L);
            history.reached(i * 100L + 1);
        }

        assertThat(history.text().lines()).hasSize(ViewHistory.MAX_RUNS);
        assertThat(history.gave(new Position("2-1-a", 101))).isFalse();
        assertThat(history.neverGave(new Position("2-1-a", 101)))
                .as("it was, long ago")
                .isFalse();
        assertThat(history.gave(new Position("2-1-a", 201))).isTrue();
    }

    @Test
    void damagedTextIsNamed() {
        assertThatThrownBy(() -> ViewHistory.of("2-4-a 10", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2-4-a 10");
    }
}
