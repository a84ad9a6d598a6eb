// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file or a folder that is mounted at a second place. */
final class BindMount implements AutoCloseable {

    private final Path at;

    private BindMount(Path at) {
        this.at = at;
    }

    static BindMount of(Path what, Path at) throws IOException {
        run("mount", "--bind", what.toString(), at.toString());
        return new BindMount(at);
    }

    /** As {@code docker run -v what:at:ro} has it. */
    static BindMount readOnly(Path what, Path at) throws IOException {
        BindMount mount = of(what, at);
        run("mount", "-o", "remount,bind,ro", at.toString());
        return mount;
    }

    private static void run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            assertThat(process.waitFor()).as(String.join(" ", List.of(command))).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", at.toString());
    }
}
