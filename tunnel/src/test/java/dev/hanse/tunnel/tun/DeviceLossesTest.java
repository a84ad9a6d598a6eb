// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the operator's view of what a device lost: the right column of the right line. */
class DeviceLossesTest {

    private static final String DEVICES = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:      11       1    0    0    0     0          0         0       11       1    0    0    0     0       0          0
             hanse: 1200000    1001    2    3    4     5          6         7   999999    2002    8   42    9    10      11         12
            hanse0:123456789 1       0    0    0     0          0         0        1       1    0    5    0     0       0          0
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("dev"), DEVICES);
    }

    @Test
    void countsWhatDidNotReachUs() {
        assertThat(new DeviceLosses(file).of("hanse")).isEqualTo(42);
        assertThat(new DeviceLosses(file).of("hanse0")).isEqualTo(5);
    }

    @Test
    void knowsNoneOfADeviceThatIsNotThere() {
        assertThat(new DeviceLosses(file).of("eth0")).isZero();
        assertThat(new DeviceLosses(folder.resolve("missing")).of("hanse")).isZero();
    }
}
