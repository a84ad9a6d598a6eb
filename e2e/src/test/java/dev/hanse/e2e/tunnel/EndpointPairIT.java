// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.linux.CpuAffinity;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what two gateways do together on a real kernel: AES frames, segments, path probes, both address families, both edges. */
class EndpointPairIT {

    private static final Duration START = Eventually.LIMIT;

    @RegisterExtension
    final TestLab lab = new TestLab();

    private TunnelHosts east;
    private TunnelHosts west;
    private EndpointSettings eastSettings;
    private EndpointSettings westSettings;
    private final PodStream streams = new PodStream("-n", "200M");

    @BeforeEach
    void makeClusters() {
        TestNetwork wan = lab.network("wan");
        east = new TunnelHosts(lab, wan, "east", 1);
        west = new TunnelHosts(lab, wan, "west", 2);
        eastSettings = new EndpointSettings(lab.folder("east"), "0.0.0.0:51820", east.prefixes());
        westSettings = new EndpointSettings(lab.folder("west"), "0.0.0.0:51820", west.prefixes());
        eastSettings.hansePeer(westSettings.publicKey(), west.prefixes(), "192.0.2.2:51820");
        westSettings.hansePeer(eastSettings.publicKey(), east.prefixes(), "192.0.2.1:51820");
    }

    @Test
    void carriesBothFamiliesUnderAesAndNoticesADeadPeer() {
        TestProcess first = eastSettings.start(east.gateway());
        TestProcess second = westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        second.awaitLog("path peer0/gw up", START);
        ping(west.podAddress());
        ping(west.podAddress6());
        stream(west.podAddress());
        stream(west.podAddress6());
        assertThat(first.logText()).contains("cipher=AES_256_GCM");

        second.kill();
        first.awaitLog("path peer0/gw down", START);
        assertThat(west.gateway().ip("route")).doesNotContain("hanse0");
        TestProcess again = westSettings.start(west.gateway(), "restarted");
        again.awaitLog("path peer0/gw up", START);
        eventually(
                "the path is up again",
                START,
                () -> assertThat(first.logText().lines().filter(line -> line.startsWith("path peer0/gw up")))
                        .hasSize(2));
        ping(west.podAddress());
        assertThat(again.stop(START)).isEqualTo(128 + 15);
        assertThat(west.gateway().ip("link")).doesNotContain("hanse0");
    }

    @Test
    void spreadsOverTwoWorkersAndSpeaksIpv6Outside() {
        eastSettings.set("listen", "[::]:51820").set("workers", "2").set("peer.0.address", "[2001:db8::2]:51820");
        westSettings.set("listen", "[::]:51820").set("workers", "2").set("peer.0.address", "[2001:db8::1]:51820");
        TestProcess first = eastSettings.start(east.gateway());
        westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        ping(west.podAddress());
        stream(west.podAddress());
        stream(west.podAddress6());
    }

    @Test
    void runsWithAWorkerPinnedToAProcessor() {
        eastSettings.set("cpus", firstProcessor());
        TestProcess first = eastSettings.start(east.gateway());
        westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        ping(west.podAddress());
        stream(west.podAddress());
    }

    private static String firstProcessor() {
        try {
            return Integer.toString(CpuAffinity.allowed().nextSetBit(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void worksOnThePortableEdgeToo() {
        eastSettings.set("edge", "PORTABLE");
        TestProcess first = eastSettings.start(east.gateway());
        westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        ping(west.podAddress());
        stream(west.podAddress());
        assertThat(first.logText()).contains("PORTABLE edge");
    }

    @Test
    void carriesTrafficOverANarrowPath() {
        TestNetwork near = lab.network("near");
        TestNetwork far = lab.network("far");
        east = new TunnelHosts(lab, near, "left", 3);
        west = new TunnelHosts(lab, far, "right", 131);
        TestHost router = lab.host("router").forward();
        router.attach(near, "192.0.2.126/25");
        router.mtu(router.attach(far, "192.0.2.254/25"), 1280);
        east.gateway().route("192.0.2.128/25", "192.0.2.126");
        west.gateway().route("192.0.2.0/25", "192.0.2.254").mtu("eth0", 1280);
        EndpointSettings left = new EndpointSettings(lab.folder("left"), "192.0.2.3:51820", east.prefixes());
        EndpointSettings right = new EndpointSettings(lab.folder("right"), "192.0.2.131:51820", west.prefixes());
        left.hansePeer(right.publicKey(), west.prefixes(), "192.0.2.131:51820");
        right.hansePeer(left.publicKey(), east.prefixes(), "192.0.2.3:51820");
        TestProcess first = left.start(east.gateway());
        right.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        ping(west.podAddress());
        stream(west.podAddress());
    }

    @Test
    void floodOfJunkIsCountedAndNothingElseHappens() {
        TestProcess first = eastSettings.start(east.gateway());
        westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        ping(west.podAddress());
        int before = lines(first);

        west.gateway()
                .startJava("junk", JunkSender.class, east.wanAddress(), "51820", "200000")
                .awaitExit(START);
        eventually(
                "the flood is counted",
                START,
                () -> assertThat(first.logText()).containsPattern("drops \\{[^}]*UNKNOWN_TYPE=\\d{4,}"));
        ping(west.podAddress());
        assertThat(lines(first) - before).as("log lines, not counting status").isLessThan(20);
        assertThat(first.logText()).doesNotContain("INTERNAL");
    }

    @Test
    void saysInOneLineWhatIsMissing() {
        TestProcess first = eastSettings.start(east.gateway()).awaitLog("ready ", START);
        assertRefused(
                "same-device", "device hanse0 is in use", east.gateway(), settings("same-device", "hanse0", 51821));
        assertRefused("same-port", "port 51820 is in use", east.gateway(), settings("same-port", "hanse1", 51820));
        assertRefused(
                "no-such-cpu",
                "cpus: 1023 does not exist",
                east.gateway(),
                settings("no-such-cpu", "hanse1", 51822).set("cpus", "1023"));
        assertThat(east.gateway().ip("link")).doesNotContain("hanse1");
        assertThat(first.isAlive()).isTrue();
    }

    private EndpointSettings settings(String folder, String device, int port) {
        return new EndpointSettings(lab.folder(folder), "0.0.0.0:" + port, east.prefixes()).set("device", device);
    }

    private static void assertRefused(String name, String text, TestHost host, EndpointSettings settings) {
        TestProcess refused = settings.start(host, name);
        assertThat(refused.awaitExit(START)).isEqualTo(1);
        assertThat(refused.logText().lines().filter(line -> line.startsWith("tunnel: ")))
                .singleElement()
                .asString()
                .contains(text)
                .contains("expected: ");
    }

    private static int lines(TestProcess process) {
        return (int) process.logText()
                .lines()
                .filter(line -> !line.startsWith("drops ") && !line.startsWith("peer "))
                .count();
    }

    private void ping(String address) {
        Ping.assertAnswered(east.pod(), address);
    }

    private void stream(String address) {
        streams.bothWays(west.pod(), address, east.pod());
    }
}
