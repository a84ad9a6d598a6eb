// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text file under version control.
 *
 * @param path relative to the root of the repository, with {@code /}
 * @param lines without their ends
 */
record TrackedFile(String path, List<String> lines) {
    TrackedFile {
        lines = List.copyOf(lines);
    }

    /** Every text file that git tracks and that is still there; links and binary files are left out. */
    static List<TrackedFile> all() {
        Path root = root();
        return paths(root)
                .map(root::resolve)
                .filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
                .map(file -> read(root, file))
                .filter(TrackedFile::isText)
                .toList();
    }

    static Path root() {
        return Path.of(System.getProperty("hanse.repository", ".."))
                .toAbsolutePath()
                .normalize();
    }

    boolean isIn(String folder) {
        return path.startsWith(folder + "/") || path.contains("/" + folder + "/");
    }

    boolean endsWith(String... endings) {
        return Stream.of(endings).anyMatch(path::endsWith);
    }

    boolean isScript() {
        return !lines.isEmpty() && lines.getFirst().startsWith("#!");
    }

    private boolean isText() {
        return lines.stream().noneMatch(line -> line.indexOf('\0') >= 0);
    }

    private static TrackedFile read(Path root, Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return new TrackedFile(
                    root.relativize(file).toString().replace('\\', '/'),
                    text.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> paths(Path root) {
        try {
            Process git = new ProcessBuilder("git", "-C", root.toString(), "-c", "safe.directory=*", "ls-files", "-z")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String all = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0 || all.isEmpty()) {
                throw new IllegalStateException("git lists no files under " + root);
            }
            return Stream.of(all.split("\0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
