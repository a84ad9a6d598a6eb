// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Protects the replay window by comparing it with a set that remembers every counter. */
class ReplayWindowProperties {

    private static final class Model {
        private final Set<Long> seen = new HashSet<>();
        private long highest;

        boolean accept(long counter) {
            if (counter <= highest - ReplayWindow.SIZE || !seen.add(counter)) {
                return false;
            }
            highest = Math.max(highest, counter);
            return true;
        }
    }

    @Property(tries = 500)
    void agreesWithASetThatForgetsNothing(@ForAll("walks") List<Long> steps) {
        ReplayWindow window = new ReplayWindow();
        Model model = new Model();
        long position = 0;
        for (long step : steps) {
            position = Math.max(0, position + step);
            assertThat(window.acceptable(position)).isEqualTo(window.acceptable(position));
            assertThat(window.accept(position)).as("counter %d", position).isEqualTo(model.accept(position));
        }
    }

    /** Steps around zero, around a block, around the window and far beyond. */
    @Provide
    Arbitrary<List<Long>> walks() {
        Arbitrary<Long> near = Arbitraries.longs().between(-3, 3);
        Arbitrary<Long> block = Arbitraries.longs().between(-130, 130);
        Arbitrary<Long> edge = Arbitraries.longs().between(-ReplayWindow.SIZE - 66L, ReplayWindow.SIZE + 66L);
        Arbitrary<Long> far = Arbitraries.longs().between(-100_000, 100_000);
        return Arbitraries.oneOf(near, block, edge, far).list().ofMaxSize(400);
    }
}
