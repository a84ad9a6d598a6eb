// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What network devices lost on the way out of the host, as the kernel counts it (proc_pid_net(5), dev). */
final class DeviceLosses {

    /** Eight columns of what was received come first; then octets, packets, errors and drops of what was sent. */
    private static final int SENT_DROPS = 11;

    private final Path devices;

    /** Reads the file each time; {@code /proc/net/dev} is that of this process's network namespace. */
    DeviceLosses(Path devices) {
        this.devices = devices;
    }

    /** Packets that a device lost since it was made; zero where there is none of this name. */
    long of(String device) {
        try {
            return Files.readAllLines(devices).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(device + ":"))
                    .mapToLong(line -> sentDrops(line.substring(device.length() + 1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long sentDrops(String columns) {
        return Long.parseLong(columns.strip().split("\\s+")[SENT_DROPS]);
    }
}
