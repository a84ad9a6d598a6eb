// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The control groups that the containers of a test host are in: below one of the namespace's name, in each hierarchy of the machine, of version 1 or 2. */
final class ControlGroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private ControlGroups() {}

    /** Removes those of a namespace whose processes were killed, once the last one is gone; does nothing where there are none. */
    static void remove(String namespace) {
        for (Path group : of(namespace)) {
            Eventually.eventually(group + " is removed", Eventually.LIMIT, () -> removeTree(group));
        }
    }

    /** Removes those of containers of containerd that were killed with their node, by id. */
    static void removeContainers(List<String> ids) {
        ids.forEach(each -> remove(ContainerGroups.CONTAINERS + "/" + each));
    }

    /** Where they are now. */
    static List<Path> of(String namespace) {
        return hierarchies().stream()
                .map(each -> each.resolve(namespace))
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<Path> hierarchies() {
        try (Stream<Path> below = Files.list(ROOT)) {
            return Stream.concat(Stream.of(ROOT), below.filter(Files::isDirectory))
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /** Their files cannot be deleted and go with them. One that is gone, whoever removed it, is done; where a part of it goes meanwhile the rest is for the next attempt. */
    private static void removeTree(Path group) {
        if (!Files.exists(group)) {
            return;
        }
        try (Stream<Path> all = Files.walk(group)) {
            for (Path each : all.filter(Files::isDirectory)
                    .sorted((a, b) -> b.compareTo(a))
                    .toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
