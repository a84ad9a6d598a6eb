// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Protects who trains from waiting for a process that has failed. */
@Timeout(30)
class TrainStepsTest {

    @TempDir
    private Path folder;

    @Test
    void whatTheOtherHasDoneIsNotWaitedFor() throws IOException {
        new TrainSteps(folder).done(TrainSteps.Step.INVITED);

        assertThatCode(() -> new TrainSteps(folder).await(TrainSteps.Step.INVITED))
                .doesNotThrowAnyException();
    }

    @Test
    void whoWaitsForOneThatFailedIsToldWhyAtOnce() throws IOException {
        new TrainSteps(folder).failed("the port is taken");

        assertThatThrownBy(() -> new TrainSteps(folder).await(TrainSteps.Step.INVITED))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("training: the other process failed: the port is taken");
    }
}
