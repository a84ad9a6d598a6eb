// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Protects nodes that ask from one certificate that calls from ever other addresses. */
final class AskedNodesTest {

    private static final InetAddress NODE = InetAddress.ofLiteral("198.51.100.3");

    private final ManualClock clock = new ManualClock();
    private final AskedNodes asked = new AskedNodes(clock);

    @Test
    void oneMakesRoomWhoAskedLongestAgo() throws UnknownHostException {
        asked.add(NODE);
        for (int i = 1; i < AskedNodes.MAX; i++) {
            clock.advance(Duration.ofMillis(1));
            asked.add(other(i));
        }
        clock.advance(Duration.ofMillis(1));
        asked.add(NODE);
        asked.add(other(AskedNodes.MAX));
        assertThat(asked.all())
                .hasSize(AskedNodes.MAX)
                .contains(NODE, other(AskedNodes.MAX), other(2))
                .doesNotContain(other(1));
    }

    private static InetAddress other(int number) throws UnknownHostException {
        return InetAddress.getByAddress(
                ByteBuffer.allocate(4).putInt(0x0a00_0000 + number).array());
    }

    @Test
    void oneIsKeptForAnHourAfterItAskedLast() {
        asked.add(NODE);
        clock.advance(Duration.ofMinutes(40));
        asked.add(NODE);
        clock.advance(Duration.ofMinutes(59));
        assertThat(asked.all()).containsExactly(NODE);
        clock.advance(Duration.ofMinutes(2));
        assertThat(asked.all()).isEmpty();
    }
}
