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
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures one TCP stream from pod to pod over Hanse with each cipher and over wireguard-go, in turns on the same hosts. {@code make bench} runs it and
 * people read it; it fails only where nothing gets through, since no figure holds on every machine.
 */
final class TunnelBenchmark {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 5;
    private static final Duration START = Duration.ofSeconds(60);

    @RegisterExtension
    final TestLab lab = new TestLab();

    private int labs;
    private int streams;

    /** Two clusters joined by one kind of tunnel, and what was measured there, in Mbit/s. */
    private record Contender(String name, TestHost client, TestHost server, String serverAddress, List<Double> rates) {}

    @Test
    void throughputBesideWireguardGo() {
        List<Contender> contenders = List.of(
                hanse("hanse aes-256-gcm", "AES_256_GCM,CHACHA20_POLY1305"),
                hanse("hanse chacha20-poly1305", "CHACHA20_POLY1305"),
                wireguardGo());
        contenders.forEach(contender -> rate(contender, 1));
        for (int round = 0; round < ROUNDS; round++) {
            contenders.forEach(contender -> contender.rates().add(rate(contender, SECONDS)));
        }

        System.out.printf(
                "%n%d cores, Linux %s, %d rounds of %d s, one TCP stream pod to pod, both gateways on this machine%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("os.version"), ROUNDS, SECONDS);
        for (Contender contender : contenders) {
            double median = contender.rates().stream().sorted().toList().get(ROUNDS / 2);
            System.out.printf(Locale.ROOT, "%-26s %8.0f Mbit/s   %s%n", contender.name(), median, contender.rates());
            assertThat(median).as(contender.name()).isPositive();
        }
    }

    private Contender hanse(String name, String ciphers) {
        TestNetwork wan = lab.network("wan" + labs);
        TunnelHosts left = new TunnelHosts(lab, wan, "left" + labs, 1);
        TunnelHosts right = new TunnelHosts(lab, wan, "right" + labs, 2);
        EndpointSettings leftSettings = settings("left" + labs, left, ciphers);
        EndpointSettings rightSettings = settings("right" + labs, right, ciphers);
        leftSettings.hansePeer(rightSettings.publicKey(), right.prefixes(), "192.0.2.2:51820");
        rightSettings.hansePeer(leftSettings.publicKey(), left.prefixes(), "192.0.2.1:51820");
        leftSettings.start(left.gateway()).awaitLog("ready ", START);
        rightSettings.start(right.gateway()).awaitLog("ready ", START);
        labs++;
        return new Contender(name, left.pod(), right.pod(), right.podAddress(), new ArrayList<>());
    }

    private EndpointSettings settings(String folder, TunnelHosts hosts, String ciphers) {
        return new EndpointSettings(lab.folder(folder), hosts.wanAddress() + ":51820", hosts.prefixes())
                .set("ciphers", ciphers);
    }

    private Contender wireguardGo() {
        TestNetwork wan = lab.network("wan" + labs);
        TunnelHosts left = new TunnelHosts(lab, wan, "left" + labs, 1);
        TunnelHosts right = new TunnelHosts(lab, wan, "right" + labs, 2);
        WireguardGo near = new WireguardGo(left.gateway(), lab.folder("left" + labs));
        WireguardGo far = new WireguardGo(right.gateway(), lab.folder("right" + labs));
        near.start(far.publicKey(), right.prefixes(), "192.0.2.2:51820");
        far.start(near.publicKey(), left.prefixes(), "192.0.2.1:51820");
        labs++;
        return new Contender("wireguard-go", left.pod(), right.pod(), right.podAddress(), new ArrayList<>());
    }

    private double rate(Contender contender, int seconds) {
        TestProcess server = contender.server().start("iperf3-" + streams++, "iperf3", "-s", "-1", "--forceflush");
        server.awaitLog("Server listening", START);
        String report = contender
                .client()
                .run(Duration.ofSeconds(60), "iperf3", "-c", contender.serverAddress(), "-t", "" + seconds, "-J")
                .orFail()
                .output();
        server.awaitExit(START);
        JsonNode received = JsonMapper.shared().readTree(report).get("end").get("sum_received");
        return Math.round(received.get("bits_per_second").asDouble() / 1e6);
    }
}
