// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Protects operators: a kernel that grants less than asked is told of with what to do. */
class SocketBuffersTest {

    @Test
    void enoughIsNoShortfall() {
        assertThat(new SocketBuffers(1000, 1000).shortfall(1000)).isEmpty();
    }

    @Test
    void saysWhatIsMissingAndWhatToDo() {
        assertThat(new SocketBuffers(212_992, 1 << 20).shortfall(1 << 20))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("receive buffer of 212992", "send buffer of 1048576", "expected: ")
                        .contains("sysctl -w net.core.rmem_max=1048576 net.core.wmem_max=1048576"));
        assertThat(new SocketBuffers(1 << 20, 10).shortfall(1 << 20)).isPresent();
    }
}
