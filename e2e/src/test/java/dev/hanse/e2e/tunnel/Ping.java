// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.net.testing.Eventually;

/** Ten round trips to a pod, five in a second, none of which may be lost. */
final class Ping {

    private Ping() {}

    static void assertAnswered(TestHost from, String to) {
        // The first ones may go missing while neighbours are being resolved, and are unreachable until the endpoint has
        // its routes.
        Eventually.eventually(
                to + " answers",
                Eventually.LIMIT,
                () -> from.run("ping", "-c", "1", "-W", "5", to).orFail());
        // Without a deadline it waits for the last answer two round trips at most, too short on a busy machine; with
        // one it may send another meanwhile.
        assertThat(from.run("ping", "-c", "10", "-i", "0.2", "-w", "20", to)
                        .orFail()
                        .output())
                .containsPattern("1[01] packets transmitted, 10 received");
    }
}
