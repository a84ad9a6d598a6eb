// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs of the host that runs the test. */
class ProgramsTest {

    private final Programs programs = Programs.system();

    @Test
    void whatAProgramPrintsIsItsAnswerInEnglish() throws IOException {
        assertThat(programs.run(List.of("printf", "%s;%s", "table inet filter", "ü")))
                .isEqualTo("table inet filter;ü");
        assertThat(programs.run(List.of("printenv", "LC_ALL"))).isEqualTo("C\n");
    }

    /** Where packet filters have their programs, whatever path the gateway was started with. */
    @Test
    void programsOfTheSystemAreFound() throws IOException {
        assertThat(programs.run(List.of("printenv", "PATH"))).endsWith(":/usr/local/sbin:/usr/sbin:/sbin\n");
    }

    @Test
    void programThatIsMissingIsNamed() {
        assertThatExceptionOfType(Programs.MissingProgramException.class)
                .isThrownBy(() -> programs.run(List.of("hanse-has-no-such-program")))
                .withMessage("the program hanse-has-no-such-program is missing");
    }

    @Test
    void programThatFailsIsNotAnEmptyAnswer() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> programs.run(List.of("test", "1", "-gt", "2")))
                .withMessage("test 1 -gt 2: exit status 1");
    }

    @Test
    void programThatPrintsWithoutEndIsEnded() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> programs.run(List.of("yes")))
                .withMessage("yes: printed more than " + (8 << 20) + " octets");
    }

    @Test
    void programThatDoesNotEndIsEnded() {
        assertThatExceptionOfType(Programs.LateProgramException.class)
                .isThrownBy(() -> programs.run(List.of("sleep", "600")))
                .withMessage("sleep 600: took longer than 3 s");
    }
}
