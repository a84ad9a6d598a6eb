// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code make bench-gateway} runs: one endpoint with fifty peers of ours, all with live sessions and probes, which exchanges 1 Gbit/s of TCP with one of them.
 * Its resident memory goes to standard output.
 */
class ManyPeersBenchmark {

    private static final Duration START = Eventually.LIMIT;
    private static final int PEERS = 50;
    private static final int SECONDS = Integer.getInteger("hanse.bench.seconds", 30);
    /** What deploy/launcher/bin/hanse gives a gateway. */
    private static final String FLAGS = System.getProperty(
            "hanse.bench.flags", "-XX:+UseSerialGC -Xms32m -Xmn12m -Xmx384m -XX:TrimNativeHeapInterval=2000");

    private static final Pattern RECEIVED = Pattern.compile("([0-9.]+) Mbits/sec\\s+receiver");

    @RegisterExtension
    final TestLab lab = new TestLab();

    private TunnelHosts east;
    private TunnelHosts west;
    private TestHost others;
    private EndpointSettings settings;

    @BeforeEach
    void makeClusters() {
        TestNetwork wan = lab.network("wan");
        east = new TunnelHosts(lab, wan, "east", 1);
        west = new TunnelHosts(lab, wan, "west", 2);
        others = lab.host("others");
        others.attach(
                wan,
                IntStream.range(10, 9 + PEERS)
                        .mapToObj(i -> "192.0.2." + i + "/25")
                        .toArray(String[]::new));
        settings = new EndpointSettings(lab.folder("east"), "192.0.2.1:51820", "10.1.0.0/16");
    }

    @Test
    void carriesOneGigabitPerSecondBesideFiftySessions() throws IOException, InterruptedException {
        EndpointSettings bulk = peer("west", "192.0.2.2", "10.2.0.0/16", "10.1.0.0/24");
        List<String> files = new ArrayList<>();
        for (int peer = 1; peer < PEERS; peer++) {
            String prefix = "10." + (peer + 9) + ".0.0/16";
            EndpointSettings other = peer("other" + peer, "192.0.2." + (peer + 9), prefix, "10.1." + peer + ".0/24");
            files.add(other.set("device", "other" + peer).write().toString());
        }
        bulk.start(west.gateway());
        java(others, "others", "-XX:+UseSerialGC -Xmx256m", files);
        TestProcess endpoint =
                java(east.gateway(), "endpoint", FLAGS, List.of(settings.write().toString()));
        for (int peer = 0; peer < PEERS; peer++) {
            endpoint.awaitLog("path peer" + peer + "/gw up", START);
        }
        measure(endpoint);
    }

    /** An endpoint that the one measured knows, and that knows it by a prefix of its own, as hosts have one route for each. */
    private EndpointSettings peer(String name, String address, String prefix, String ofEast) {
        EndpointSettings peer = new EndpointSettings(lab.folder(name), address + ":51820", prefix);
        settings.hansePeer(peer.publicKey(), prefix, address + ":51820");
        return peer.hansePeer(settings.publicKey(), ofEast, "192.0.2.1:51820");
    }

    private static TestProcess java(TestHost host, String name, String flags, List<String> files) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags.split(" ")));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add(EndpointProcess.class.getName());
        command.addAll(files);
        return host.start(name, Map.of(), command);
    }

    private void measure(TestProcess endpoint) throws IOException, InterruptedException {
        TestProcess listening = west.pod().start("iperf3-server", "iperf3", "-s", "-1", "--forceflush");
        listening.awaitLog("Server listening", START);
        TestProcess client = east.pod()
                .start("iperf3", "iperf3", "-f", "m", "-b", "1G", "-c", west.podAddress(), "-t", "" + SECONDS);
        long most = 0;
        while (client.isAlive()) {
            most = Math.max(most, endpoint.residentKib());
            Thread.sleep(100);
        }
        Matcher received = RECEIVED.matcher(client.logText());
        assertThat(received.find()).as(client.logText()).isTrue();
        System.out.printf(
                "%d peers, %s Mbit/s: resident memory %d MiB, at most %d MiB (%s)%n",
                PEERS, received.group(1), endpoint.residentKib() / 1024, most / 1024, FLAGS);
        assertThat(endpoint.isAlive()).isTrue();
    }
}
