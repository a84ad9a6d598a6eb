// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.util.diff.DiffUtils;

/** One file of what was recorded. */
final class GoldenFile {

    private static final boolean WRITE = "write".equals(System.getProperty("hanse.golden"));
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final int CONTEXT = 3;

    private final Path file;

    private GoldenFile(Path file) {
        this.file = file;
    }

    /** @param name below the folder of golden files, as {@code config/gateway.txt} */
    static GoldenFile of(String name) {
        return new GoldenFile(FOLDER.resolve(name));
    }

    /** What is recorded; empty where nothing is yet. */
    String text() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares with what is recorded, or records. */
    void check(String seen) {
        String recorded = text();
        if (WRITE) {
            write(seen);
        } else if (!seen.equals(recorded)) {
            throw new AssertionError("differs from " + file
                    + " (a deliberate change: run again with -Dhanse.golden=write)\n" + difference(recorded, seen));
        }
    }

    private void write(String text) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String difference(String recorded, String now) {
        List<String> before = List.of(recorded.split("\n", -1));
        List<String> after = List.of(now.split("\n", -1));
        return String.join(
                "\n",
                DiffUtils.generateUnifiedDiff(file.toString(), "now", before, DiffUtils.diff(before, after), CONTEXT));
    }
}
