// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects a stop from leaving parts open behind one that fails. */
class CloseStackTest {

    private final List<String> told = new ArrayList<>();
    private final CloseStack parts = new CloseStack((part, failure) -> told.add(part + " " + failure.getMessage()));

    private AutoCloseable part(String name) {
        return () -> told.add(name);
    }

    /** Fails when closed. */
    private record Broken(String name) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            throw new IOException("stuck");
        }
    }

    @Test
    void closesTheLastFirst() {
        parts.add(part("a"));
        parts.add(part("b"));

        parts.close();

        assertThat(told).containsExactly("b", "a");
    }

    @Test
    void tellsOfAFailureAndClosesTheRest() {
        parts.add(part("a"));
        Broken broken = parts.add(new Broken("b"));
        parts.add(part("c"));

        parts.close();

        assertThat(told).containsExactly("c", broken + " stuck", "a");
    }

    @Test
    void closesEachPartOnce() {
        parts.add(part("a"));

        parts.close();
        parts.close();

        assertThat(told).containsExactly("a");
    }

    @Test
    void takesPartsThatAreAddedWhileItCloses() {
        parts.add(() -> parts.add(part("late")));

        parts.close();

        assertThat(told).containsExactly("late");
    }
}
