// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The control groups that containerds put containers into, one in each hierarchy, all containers of the machine below it. What was there before the first lab is in a file, so that a later process puts it back
 * where a lab was killed.
 *
 * @param root where control groups are
 * @param kept what was before; there from the first lab's begin to the last one's end
 */
record ContainerGroups(Path root, Path kept) {
    /** containerd puts those of its namespace k8s.io there, where a kubelet names no other place. */
    static final String CONTAINERS = "k8s.io";

    /** There was none. */
    private static final String NONE = "none";

    /** There was one, and its weight is not changed. */
    private static final String SAME = "same";

    /** By the file that has it, as ten busy threads of the machine's own weigh, each of which weighs as much as their whole group otherwise. */
    private static final Map<String, String> WEIGHTS = Map.of("cpu.shares", "10240", "cpu.weight", "1000");

    static ContainerGroups ofMachine() {
        return new ContainerGroups(Path.of("/sys/fs/cgroup"), Path.of("/run/hanse-e2e-control-groups"));
    }

    /** Has all containers together weigh enough: what else the machine does would starve them. */
    void weigh() {
        try {
            if (!Files.exists(kept)) {
                Files.write(kept, before());
            }
            for (Path hierarchy : hierarchies()) {
                weigh(hierarchy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot weigh the containers' control groups", e);
        }
    }

    /** A root has shares in version 1 where its hierarchy is that of processors. */
    private void weigh(Path hierarchy) throws IOException {
        if (isUnified() || Files.exists(hierarchy.resolve("cpu.shares"))) {
            Path group = Files.createDirectories(hierarchy.resolve(CONTAINERS));
            for (Path file : weightFiles(group)) {
                Files.writeString(file, WEIGHTS.get(file.getFileName().toString()));
            }
        }
    }

    private static List<Path> weightFiles(Path group) {
        return WEIGHTS.keySet().stream()
                .map(group::resolve)
                .filter(Files::exists)
                .toList();
    }

    private List<String> before() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path hierarchy : hierarchies()) {
            Path group = hierarchy.resolve(CONTAINERS);
            List<Path> weights = weightFiles(group);
            String state = !Files.exists(group) ? NONE : weights.isEmpty() ? SAME : read(weights.getFirst());
            lines.add(state + " " + group);
        }
        return lines;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    /** In version 2 the root is the only one. */
    private boolean isUnified() {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    private List<Path> hierarchies() throws IOException {
        if (isUnified()) {
            return List.of(root);
        }
        // Two names of one hierarchy are a link and what it leads to.
        try (Stream<Path> below = Files.list(root)) {
            return below.filter(Files::isDirectory)
                    .filter(each -> !Files.isSymbolicLink(each))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Removes groups without processes, and makes the rest as it was; to be called when no lab has a node any more.
     *
     * @return whether all is done, which it is not while processes of killed containers end
     */
    boolean isPutBack() {
        if (!Files.exists(kept)) {
            return true;
        }
        try {
            boolean done = true;
            for (String line : Files.readAllLines(kept)) {
                String[] words = line.split(" ", 2);
                done &= isPutBack(words[0], Path.of(words[1]));
            }
            if (done) {
                Files.deleteIfExists(kept);
            }
            return done;
        } catch (IOException | UncheckedIOException _) {
            // Groups end while they are read.
            return false;
        }
    }

    private static boolean isPutBack(String state, Path group) throws IOException {
        if (!Files.exists(group)) {
            return true;
        }
        for (Path each : below(group)) {
            removeIdle(each);
        }
        if (state.equals(NONE)) {
            removeIdle(group);
            return !Files.exists(group);
        }
        for (Path file : state.equals(SAME) ? List.<Path>of() : weightFiles(group)) {
            Files.writeString(file, state);
        }
        return true;
    }

    private static List<Path> below(Path group) throws IOException {
        try (Stream<Path> all = Files.list(group)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** With all below it; its files go with it. */
    private static void removeIdle(Path group) throws IOException {
        List<Path> tree = tree(group);
        for (Path each : tree) {
            Path processes = each.resolve("cgroup.procs");
            if (Files.exists(processes) && !read(processes).isEmpty()) {
                return;
            }
        }
        for (Path each : tree.reversed()) {
            Files.deleteIfExists(each);
        }
    }

    /** Parents first. */
    private static List<Path> tree(Path group) throws IOException {
        try (Stream<Path> all = Files.walk(group)) {
            return all.filter(Files::isDirectory).collect(Collectors.toList());
        }
    }
}
