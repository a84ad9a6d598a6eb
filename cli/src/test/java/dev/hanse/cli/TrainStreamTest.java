// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Protects training from a stream that carries nothing or never ends. */
class TrainStreamTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void carriesOctetsFromOneAddressToAnother() throws IOException {
        assertThat(TrainStream.run(HERE, InetAddress.ofLiteral("127.0.0.2"), Duration.ofMillis(50)))
                .isPositive();
    }

    @Test
    void failsFromAnAddressOfAnotherHost() {
        assertThatThrownBy(() -> TrainStream.run(InetAddress.ofLiteral("192.0.2.77"), HERE, Duration.ofMillis(50)))
                .isInstanceOf(IOException.class);
    }
}
