// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects how the demo runs other programs: input, environment, output, and errors in their own words. */
final class ShortCommandTest {

    private final ShortCommand commands = new ShortCommand(Map.of("SHOWN", "from outside"));

    @Test
    void handsInputAndEnvironmentAndReturnsOutput() {
        assertThat(commands.check("typed", List.of("sh", "-c", "cat; echo \" $SHOWN\"")))
                .isEqualTo("typed from outside\n");
    }

    @Test
    void saysWhatAFailedCommandSaid() {
        assertThatThrownBy(() -> commands.check("", List.of("sh", "-c", "echo no such host >&2; exit 3")))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("no such host");
    }

    @Test
    void saysWhenACommandIsNotThere() {
        assertThatThrownBy(() -> commands.check("", List.of("no-such-program")))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("no-such-program");
    }
}
