// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code make bench} runs: a TCP load through two endpoints of ours and through two of wireguard-go on the same hosts, in turns.
 * Medians go to standard output. For latency, CPU and memory see {@code e2e/benchmarks/tunnel/hanse}.
 */
class TunnelBenchmark {

    private static final Duration START = Duration.ofSeconds(90);
    private static final int ROUNDS = Integer.getInteger("hanse.bench.rounds", 5);
    private static final int SECONDS = 5;
    private static final Pattern RECEIVED = Pattern.compile("([0-9.]+) Mbits/sec\\s+receiver");

    @RegisterExtension
    final TestLab lab = new TestLab();

    private TunnelHosts east;
    private TunnelHosts west;
    private int servers;

    @BeforeEach
    void makeTwoClusters() {
        TestNetwork wan = lab.network("wan");
        east = new TunnelHosts(lab, wan, "east", 1);
        west = new TunnelHosts(lab, wan, "west", 2);
    }

    @Test
    void comparesThroughput() {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(measureHanse(round));
            theirs.add(measureWireguardGo(round));
        }
        double factor = median(ours) / median(theirs);
        System.out.printf(
                "TCP, one stream, median of %d: hanse %.0f Mbit/s, wireguard-go %.0f Mbit/s, ratio %.2f%n",
                ROUNDS, median(ours), median(theirs), factor);
        assertThat(median(ours)).isPositive();
        assertThat(median(theirs)).isPositive();
    }

    private double measureHanse(int round) {
        EndpointSettings first = new EndpointSettings(lab.folder("east-" + round), "192.0.2.1:51820", east.prefixes());
        EndpointSettings second = new EndpointSettings(lab.folder("west-" + round), "192.0.2.2:51820", west.prefixes());
        first.hansePeer(second.publicKey(), west.prefixes(), "192.0.2.2:51820");
        second.hansePeer(first.publicKey(), east.prefixes(), "192.0.2.1:51820");
        try (TestProcess there = second.start(west.gateway(), "hanse-" + round);
                TestProcess here = first.start(east.gateway(), "hanse-" + round)) {
            here.awaitLog("path peer0/gw up", START);
            assertThat(there.isAlive()).isTrue();
            return load();
        }
    }

    private double measureWireguardGo(int round) {
        WireguardGo first = new WireguardGo(east.gateway(), lab.folder("wg-east-" + round));
        WireguardGo second = new WireguardGo(west.gateway(), lab.folder("wg-west-" + round));
        try (TestProcess here = first.start(second.publicKey(), west.prefixes(), "192.0.2.2:51820");
                TestProcess there = second.start(first.publicKey(), east.prefixes(), "192.0.2.1:51820")) {
            assertThat(here.isAlive() && there.isAlive()).isTrue();
            return load();
        }
    }

    /** Mbit/s that reach the far pod, after one run that warms everything up. */
    private double load() {
        east.pod().run("ping", "-c", "2", "-W", "5", west.podAddress());
        stream(west.pod(), east.pod());
        return stream(west.pod(), east.pod());
    }

    private double stream(TestHost server, TestHost client) {
        TestProcess listening = server.start("iperf3-" + servers++, "iperf3", "-s", "-1", "--forceflush");
        listening.awaitLog("Server listening", START);
        String report = client.run(
                        Duration.ofSeconds(60), "iperf3", "-f", "m", "-c", west.podAddress(), "-t", "" + SECONDS)
                .orFail()
                .output();
        listening.awaitExit(Duration.ofSeconds(20));
        Matcher received = RECEIVED.matcher(report);
        assertThat(received.find()).as(report).isTrue();
        return Double.parseDouble(received.group(1));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
