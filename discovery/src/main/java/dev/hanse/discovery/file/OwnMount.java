// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that is mounted by itself, as container engines do for a volume that names a file: it goes on to show the file that was there when it was mounted, whatever is put in its place
 * outside. Linux only; elsewhere nothing is.
 *
 * @param root where the mounted file lies in its file system, as the kernel says now
 */
record OwnMount(String root) {

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    /** What the kernel puts behind the name of a file that was removed or replaced. */
    private static final String DELETED = "//deleted";

    /** Fields of a line, see proc_pid_mountinfo(5). */
    private static final int ROOT = 3;

    private static final int MOUNT_POINT = 4;

    /** Empty: the file is not mounted by itself, or is not there. Reads all mounts of the host. */
    static Optional<OwnMount> of(Path file) {
        try (Stream<String> lines = Files.lines(MOUNTS, StandardCharsets.ISO_8859_1)) {
            String point = escaped(file.toRealPath().toString());
            return lines.map(line -> line.split(" "))
                    .filter(fields -> fields.length > MOUNT_POINT && fields[MOUNT_POINT].equals(point))
                    .reduce((_, last) -> last)
                    .map(fields -> new OwnMount(fields[ROOT]));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** As the kernel writes paths there: some octets in octal. */
    private static String escaped(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                .replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    /** Whether another file may lie outside by now, under the name that this one had. */
    boolean isDetached(OwnMount before) {
        return root.endsWith(DELETED) || !root.equals(before.root);
    }
}
