// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import dev.hanse.net.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of a lab's namespaces: {@code e2e-<process id>-<random>-<host>}, so that a later run can tell whose they were. */
final class LabNames {
    private static final String PREFIX = "e2e-";
    private static final Pattern OURS = Pattern.compile(PREFIX + "(\\d+)-[0-9a-f]{4}-[a-z0-9-]+");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Duration LIMIT = Eventually.LIMIT;

    private LabNames() {}

    static String newId(RandomGenerator random) {
        return "%d-%04x".formatted(ProcessHandle.current().pid(), random.nextInt(0x10000));
    }

    static String namespace(String labId, String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "host name \"" + label + "\" is not a lower-case label of at most 32 octets");
        }
        return PREFIX + labId + "-" + label;
    }

    /** Removes the namespaces of test processes that are gone. */
    static void removeLeftBehind() {
        for (Matcher ours : all()) {
            if (ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                remove(ours.group());
            }
        }
        areContainersGone();
    }

    private static List<Matcher> all() {
        return Command.check("ip", "netns", "list")
                .lines()
                .map(line -> OURS.matcher(line.split(" ", 2)[0]))
                .filter(Matcher::matches)
                .toList();
    }

    /** Removes what the kernel keeps of containers of killed nodes, once no lab has a namespace. */
    static void awaitNoContainers() {
        Eventually.await("control groups of containers are as they were", LabNames::areContainersGone);
    }

    private static boolean areContainersGone() {
        return !all().isEmpty() || ContainerGroups.ofMachine().isPutBack();
    }

    /** Ends what still runs in the namespace and removes it; does nothing where it is gone. */
    static void remove(String namespace) {
        CommandResult pids = Command.run(List.of("ip", "netns", "pids", namespace), LIMIT);
        if (pids.succeeded()) {
            pids.output().lines().map(Long::parseLong).forEach(LabNames::kill);
        }
        // By the namespace's name a later run finds what is left, so it goes last.
        ControlGroups.remove(namespace);
        Command.run(List.of("ip", "netns", "delete", namespace), LIMIT);
        TestLab.deleteTree(Path.of("/etc/netns", namespace));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
