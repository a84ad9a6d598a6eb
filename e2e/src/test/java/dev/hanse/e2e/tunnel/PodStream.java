// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A TCP stream between pods by iperf3, with a server of its own for each. */
final class PodStream {

    private static final Duration START = Eventually.LIMIT;
    private static final Duration LIMIT = Eventually.LIMIT;
    private static final Duration END = Duration.ofSeconds(20);

    private final List<String> amount;
    private int servers;

    /** Streams of as much as these options of iperf3 say, for example {@code -n 200M}. */
    PodStream(String... amount) {
        this.amount = List.of(amount);
    }

    /**
     * To the server, then back. One after the other: with both at once some runs did not end, though all data was acknowledged. That it is
     * iperf3 that waits for itself there is inferred, not known.
     */
    void bothWays(TestHost server, String address, TestHost client) {
        run(server, address, client);
        run(server, address, client, "--reverse");
    }

    /** One stream; returns what the client printed. */
    String run(TestHost server, String address, TestHost client, String... options) {
        TestProcess listening = server.start("iperf3-" + servers++, "iperf3", "-s", "-1", "--forceflush");
        listening.awaitLog("Server listening", START);
        List<String> command = new ArrayList<>(List.of("iperf3", "-f", "m", "--client", address));
        command.addAll(amount);
        command.addAll(List.of(options));
        String report =
                client.run(LIMIT, command.toArray(String[]::new)).orFail().output();
        assertThat(report).contains("receiver");
        listening.awaitExit(END);
        return report;
    }
}
