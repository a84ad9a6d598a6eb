// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells bridges that have pods of this host from those that only lead to a network, by {@code /sys/class/net}. One that has both, ports into pods and one to a network, counts as this host's own. Ports into pods and virtual machines are veth and tap devices, which have no hardware and no {@code DEVTYPE}; network
 * cards, VLANs, bonds and overlays have one of the two. Stateless.
 *
 * @param links {@code /sys/class/net}
 */
record LocalBridges(Path links) implements Predicate<String> {

    /** Whether the link is a bridge with pods of this host, or with no port at all; also where that cannot be known. Of what is no bridge it is not known who is behind it, and it counts as a network. */
    @Override
    public boolean test(String name) {
        Path link = links.resolve(name);
        if (!Files.isDirectory(link)) {
            return true;
        }
        if (!Files.isDirectory(link.resolve("bridge"))) {
            return false;
        }
        try (Stream<Path> listed = Files.list(link.resolve("brif"))) {
            List<Path> ports = listed.toList();
            return ports.isEmpty()
                    || ports.stream()
                            .anyMatch(port -> leadsIntoPod(port.getFileName().toString()));
        } catch (IOException | UncheckedIOException _) {
            return true;
        }
    }

    private boolean leadsIntoPod(String port) {
        Path link = links.resolve(port);
        try {
            return !Files.exists(link.resolve("device"))
                    && Files.readAllLines(link.resolve("uevent")).stream()
                            .noneMatch(line -> line.startsWith("DEVTYPE="));
        } catch (IOException _) {
            return true;
        }
    }
}
