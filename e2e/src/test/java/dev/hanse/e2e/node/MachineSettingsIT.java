// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the machine from what kubelets set of its kernel, in a folder that stands for it. */
final class MachineSettingsIT {
    @TempDir
    private Path folder;

    private Path panic;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("sys/kernel"));
        panic = folder.resolve("sys/kernel/panic");
        Files.writeString(panic, "0\n");
    }

    private MachineSettings keep() {
        return MachineSettings.keep(folder.resolve("sys"), folder.resolve("kept"));
    }

    @Test
    void whatWasSetIsPutBack() throws IOException {
        MachineSettings settings = keep();
        Files.writeString(panic, "10\n");
        settings.putBack();

        assertThat(panic).content().isEqualToIgnoringNewLines("0");
        assertThat(folder.resolve("kept")).doesNotExist();
    }

    @Test
    void theSecondLabKnowsWhatWasThereBeforeTheFirst() throws IOException {
        MachineSettings first = keep();
        Files.writeString(panic, "10\n");
        MachineSettings second = keep();
        first.putBack();
        Files.writeString(panic, "10\n");
        second.putBack();

        assertThat(panic).content().isEqualToIgnoringNewLines("0");
    }
}
