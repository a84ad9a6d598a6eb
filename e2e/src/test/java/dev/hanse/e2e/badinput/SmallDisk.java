// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of 16 MiB that can be filled. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "size=16m", "hanse-e2e", folder.toString());
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Takes the last free octet. */
    void fill() throws IOException {
        try (var out = Files.newOutputStream(filler())) {
            byte[] block = new byte[4096];
            while (folder.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        }
    }

    /** Gives it all back. */
    void free() throws IOException {
        Files.delete(filler());
    }

    /** As the kernel does after an error. */
    void readOnly() throws IOException {
        run("mount", "-o", "remount,ro", folder.toString());
    }

    private Path filler() {
        return folder.resolve("filler");
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
        run("umount", "--lazy", folder.toString());
    }
}
