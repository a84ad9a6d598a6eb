// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Routes of IPv6 that the kernel took from router advertisements, as {@code /proc/net/ipv6_route} lists them. Stateless. */
public final class AdvertisedRoutes {

    /** {@code RTF_ADDRCONF}. */
    private static final long ADVERTISED = 0x40000;

    private static final int FLAGS = 8;
    private static final int DEVICE = 9;

    private AdvertisedRoutes() {}

    /**
     * Names of the devices that have such a route, each once; none where there is no such file, or one that cannot be read. Blocks.
     *
     * @param file {@code /proc/net/ipv6_route}
     */
    public static List<String> devices(Path file) {
        try {
            return devices(Files.readAllLines(file));
        } catch (IOException | NumberFormatException _) {
            return List.of();
        }
    }

    static List<String> devices(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(field -> field.length > DEVICE && (Long.parseLong(field[FLAGS], 16) & ADVERTISED) != 0)
                .map(field -> field[DEVICE])
                .distinct()
                .toList();
    }
}
