// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.linux;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs {@code hanse} in a mount namespace of its own, where the root is read-only, {@code /tmp} allows no execution and one folder can be
 * written. What is left in {@code /tmp} can be seen from outside.
 */
final class LockedDown {

    private static final String WRITABLE = "/srv";

    /** The distribution and the folder get other places first: both may lie in /tmp. */
    private static final String SCRIPT = """
            set -e
            mount --bind "$1" /srv
            mount --bind "$2" /mnt
            mount --bind "$3" /tmp
            mount -o "remount,bind,$4" /tmp
            mount -o remount,bind,ro /
            cd /
            shift 4
            exec /mnt/bin/hanse "$@"
            """;

    private final TestHost host;
    private final Path writable;
    private final Path tmp;
    private final String tmpOptions;
    private final String javaOptions;

    private LockedDown(TestHost host, Path writable, Path tmp, String tmpOptions, String javaOptions) {
        this.host = host;
        this.writable = writable;
        this.tmp = tmp;
        this.tmpOptions = tmpOptions;
        this.javaOptions = javaOptions;
    }

    /** With a {@code /tmp} that can be written. */
    static LockedDown of(TestLab lab, TestHost host, Path writable) {
        return new LockedDown(host, writable, lab.folder("tmp-" + writable.getFileName()), "noexec", "");
    }

    /** Where nothing can be written there either, and Java is told of a folder that does not exist. */
    LockedDown withoutTmp() {
        return new LockedDown(host, writable, tmp, "noexec,ro", "-Djava.io.tmpdir=/does/not/exist");
    }

    /** With further options of Java. */
    LockedDown with(String options) {
        return new LockedDown(host, writable, tmp, tmpOptions, options);
    }

    /** Starts {@code hanse} with these arguments. */
    TestProcess start(String label, String... arguments) {
        Map<String, String> environment = new HashMap<>(Distribution.environment());
        environment.put("HANSE_JAVA_OPTIONS", inside(javaOptions));
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", SCRIPT, "sh"));
        command.addAll(List.of(
                writable.toAbsolutePath().toString(),
                Distribution.home().toString(),
                tmp.toAbsolutePath().toString(),
                tmpOptions));
        for (String argument : arguments) {
            command.add(inside(argument));
        }
        return host.start(label, environment, command);
    }

    private String inside(String text) {
        return text.replace(writable.toString(), WRITABLE);
    }

    /** Native libraries in {@code /tmp} and in the folder that can be written. */
    List<Path> libraries() {
        return Stream.of(tmp, writable).flatMap(LockedDown::libraries).toList();
    }

    private static Stream<Path> libraries(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(".so")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
