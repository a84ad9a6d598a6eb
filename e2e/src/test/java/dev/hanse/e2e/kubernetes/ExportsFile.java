// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a gateway without Kubernetes exports: a file with services of one port and their addresses. Owner thread: the test's. */
final class ExportsFile {

    private final Path file;
    private final Map<String, List<String>> exports = new TreeMap<>();

    ExportsFile(Path file) {
        this.file = file;
        write();
    }

    /** Adds or changes one; not written yet. */
    ExportsFile put(String service, String... addresses) {
        exports.put(service, List.of(addresses));
        return this;
    }

    /** Removes one; not written yet. */
    ExportsFile remove(String service) {
        exports.remove(service);
        return this;
    }

    /** Removes all; not written yet. */
    ExportsFile clear() {
        exports.clear();
        return this;
    }

    Map<String, List<String>> all() {
        return exports;
    }

    /** A reader finds the old file or the new one. */
    void write() {
        String services = exports.entrySet().stream()
                .map(each -> """
                        - name: %s
                          type: cluster-set-ip
                          ports: [{name: http, protocol: tcp, port: 80}]
                          endpoints: [%s]
                        """.formatted(
                                each.getKey(),
                                each.getValue().stream()
                                        .map(address -> "{address: " + address + "}")
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining());
        try {
            Path next = file.resolveSibling("exports.next");
            Files.writeString(next, services.isEmpty() ? "services: []\n" : "services:\n" + services);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
