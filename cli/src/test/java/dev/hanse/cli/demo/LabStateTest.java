// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what a later run needs to know of an earlier one, whatever became of it. */
final class LabStateTest {

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("state");
    }

    @Test
    void remembersWhatIsToBeRemoved() {
        LabState state = LabState.begin(file, "0badcafe");
        state.addNamespace("hanse-0badcafe-wan");
        state.addFolder(folder.resolve("netns"));
        LabState left = LabState.leftIn(file).orElseThrow();
        assertThat(left.run()).isEqualTo("0badcafe");
        assertThat(left.namespaces()).containsExactly("hanse-0badcafe-wan");
        assertThat(left.folders()).containsExactly(folder.resolve("netns"));
    }

    @Test
    void isNotThereBeforeARun() {
        assertThat(LabState.leftIn(file)).isEmpty();
    }

    @Test
    void refusesASecondRunInTheSameFolder() {
        LabState.begin(file, "0badcafe");
        assertThatThrownBy(() -> LabState.begin(file, "0badf00d")).isInstanceOf(CommandFailure.class);
    }

    @Test
    void knowsItsOwnerWhileThatRuns() {
        LabState state = LabState.begin(file, "0badcafe");
        assertThat(state.liveOwner()).contains(ProcessHandle.current());
    }

    @Test
    void hasNoOwnerOnceKept() {
        LabState state = LabState.begin(file, "0badcafe");
        state.keep();
        assertThat(state.liveOwner()).isEmpty();
    }

    @Test
    void doesNotTakeAnotherProcessWithTheSameIdForItsOwner() throws IOException {
        Files.writeString(file, "run 0badcafe\nowner " + ProcessHandle.current().pid() + " 12345\n");
        assertThat(LabState.leftIn(file).orElseThrow().liveOwner()).isEmpty();
    }

    @Test
    void doesNotMindAHalfWrittenLine() throws IOException {
        Files.writeString(file, "run 0badcafe\nowner");
        assertThat(LabState.leftIn(file).orElseThrow().liveOwner()).isEmpty();
    }
}
