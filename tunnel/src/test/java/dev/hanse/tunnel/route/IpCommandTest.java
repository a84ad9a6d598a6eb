// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Protects the routes from a command that fails or does not end. */
@Timeout(value = 25, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IpCommandTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void givesWhatWasPrinted() throws IOException {
        assertThat(new IpCommand("echo", LONG).run(List.of("10.2.0.0/16", "dev")))
                .isEqualTo("10.2.0.0/16 dev\n");
    }

    @Test
    void aFailureSaysWhatWasPrinted() {
        IpCommand shell = new IpCommand("sh", LONG);
        assertThatThrownBy(() -> shell.run(List.of("-c", "echo File exists >&2; exit 2")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(": File exists");
    }

    @Test
    void oneThatDoesNotEndIsEnded() {
        IpCommand hanging = new IpCommand("sleep", SHORT);
        assertThatThrownBy(() -> hanging.run(List.of("60")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sleep 60: no end after");
    }

    @Test
    void aMissingProgramIsNamed() {
        IpCommand missing = new IpCommand("hanse-no-such-program", LONG);
        assertThatThrownBy(() -> missing.run(List.of("route"))).hasMessageContaining("iproute2");
    }
}
