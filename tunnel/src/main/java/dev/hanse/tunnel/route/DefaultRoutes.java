// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The devices of the default routes, as {@code /proc/net/route} and {@code /proc/net/ipv6_route} list them. Stateless. */
final class DefaultRoutes {

    private static final Path V4 = Path.of("/proc/net/route");
    private static final Path V6 = Path.of("/proc/net/ipv6_route");
    private static final String ANY_V4 = "00000000";
    private static final String ANY_V6 = "0".repeat(32);

    /** {@code RTF_REJECT}: the entry that Linux keeps for what has no route. */
    private static final int REJECT = 0x200;

    private DefaultRoutes() {}

    /** Names of the devices; empty: there is none, or no such file. Blocks. */
    static List<String> devices(boolean v6) {
        try {
            return v6 ? v6(Files.readAllLines(V6)) : v4(Files.readAllLines(V4));
        } catch (IOException _) {
            return List.of();
        }
    }

    /** Lines are device, destination, gateway and more, in hexadecimal. */
    static List<String> v4(List<String> lines) {
        return fields(lines)
                .filter(field -> field.length > 1 && field[1].equals(ANY_V4))
                .map(field -> field[0])
                .distinct()
                .toList();
    }

    /** Lines are destination, its length, source, its length, gateway, metric, references, uses, flags, device; all but the last in hexadecimal. */
    static List<String> v6(List<String> lines) {
        return fields(lines)
                .filter(field -> field.length > 9 && field[0].equals(ANY_V6) && field[1].equals("00"))
                .filter(field -> (Long.parseLong(field[8], 16) & REJECT) == 0)
                .map(field -> field[9])
                .distinct()
                .toList();
    }

    private static Stream<String[]> fields(List<String> lines) {
        return lines.stream().map(line -> line.strip().split("\\s+"));
    }
}
