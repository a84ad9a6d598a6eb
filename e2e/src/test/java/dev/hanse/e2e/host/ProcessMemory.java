// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of a process as the kernel counts it, in octets.
 *
 * @param resident all of its pages that are in memory
 * @param own those that are no file's: nobody shares them, and the kernel cannot take them back
 * @param most the most that was resident so far
 */
public record ProcessMemory(long resident, long own, long most) {

    /** That of a process that runs. */
    public static ProcessMemory of(long pid) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
        return new ProcessMemory(octets(lines, "VmRSS:"), octets(lines, "RssAnon:"), octets(lines, "VmHWM:"));
    }

    private static long octets(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
