// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects those who behave from those who flood: strangers at the UDP port, a loud pod beside a quiet one, a loud cluster beside another. */
@Tag("alone")
class FloodIT {

    private static final Duration START = Eventually.LIMIT;
    private static final String FOR_LONG = "1000000000";
    private static final int PINGS = 50;
    private static final int FLOOD_SECONDS = 300;
    private static final int MAX_GROWTH_KIB = 100 * 1024;

    @RegisterExtension
    final TestLab lab = new TestLab();

    private final PodStream streams = new PodStream("-n", "2M");
    private TestNetwork wan;
    private TunnelHosts east;
    private TunnelHosts west;
    private EndpointSettings eastSettings;
    private EndpointSettings westSettings;

    @BeforeEach
    void makeClusters() {
        wan = lab.network("wan");
        east = new TunnelHosts(lab, wan, "east", 1);
        west = new TunnelHosts(lab, wan, "west", 2);
        eastSettings = settings("east", east);
        westSettings = settings("west", west);
        know(eastSettings, east, westSettings, west);
    }

    @Test
    void floodOfHandshakesMeetsCookiesWhilePeersGoOn() throws IOException {
        TestProcess first = eastSettings.start(east.gateway());
        TestProcess second = westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        east.pod().run("ping", "-c", "2", "-W", "5", west.podAddress());
        long before = first.residentKib();
        int lines = lines(first);

        TestHost stranger = lab.host("stranger");
        stranger.attach(wan, "192.0.2.66/25");
        TestProcess flood = stranger.startJava(
                "flood",
                HandshakeSender.class,
                east.wanAddress(),
                "51820",
                eastSettings.publicKey(),
                "5000",
                "" + FLOOD_SECONDS);
        first.awaitLog("COOKIE=", START);
        assertThat(answered(east.pod(), west.podAddress())).isGreaterThan(PINGS * 9 / 10);
        streams.bothWays(west.pod(), west.podAddress(), east.pod());
        // A peer that must make a new session in the middle of it gets in, with a cookie.
        second.kill();
        TestProcess again = westSettings.start(west.gateway(), "restarted");
        again.awaitLog("path peer0/gw up", START);
        assertThat(answered(east.pod(), west.podAddress())).isPositive();

        assertThat(flood.isAlive()).as("the flood went on all the time").isTrue();
        flood.stop(START);
        assertThat(flood.logText()).containsPattern("responses 0, cookies [1-9]\\d*, done");
        assertThat(first.logText()).doesNotContain("INTERNAL");
        assertThat(lines(first) - lines).as("log lines, not counting status").isLessThan(20);
        assertThat(first.residentKib() - before).isLessThan(MAX_GROWTH_KIB);
    }

    /** A gateway that does not run cannot count; the kernel does, and the operator sees why packets are missing. */
    @Test
    void whatTheKernelLosesIsCounted() {
        TestProcess first = eastSettings.start(east.gateway());
        westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        first.signal("STOP");
        west.gateway()
                .startJava("junk", JunkSender.class, east.wanAddress(), "51820", "20000")
                .awaitExit(START);
        east.pod()
                .startJava("flood", JunkSender.class, west.podAddress(), "9", "20000")
                .awaitExit(START);
        first.signal("CONT");
        first.awaitLog("TUN_QUEUE_FULL=", START).awaitLog("RECEIVE_FULL=", START);
    }

    @Test
    void loudPodLeavesRoomForAnother() {
        TestProcess first = eastSettings.start(east.gateway());
        westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        TestHost loud = east.secondPod("loud");
        assertQuietOnesGoOn(loud, east.pod());
    }

    @Test
    void loudClusterLeavesRoomForAnother() {
        TunnelHosts south = new TunnelHosts(lab, wan, "south", 3);
        EndpointSettings southSettings = settings("south", south);
        know(southSettings, south, westSettings, west);
        TestProcess first = eastSettings.start(east.gateway());
        TestProcess third = southSettings.start(south.gateway());
        westSettings.start(west.gateway());
        first.awaitLog("path peer0/gw up", START);
        third.awaitLog("path peer0/gw up", START);
        assertQuietOnesGoOn(south.pod(), east.pod());
    }

    /** While one host sends UDP to a pod in the west as fast as it can, another has its round trips and its TCP stream. */
    private void assertQuietOnesGoOn(TestHost loud, TestHost quiet) {
        quiet.run("ping", "-c", "2", "-W", "5", west.podAddress());
        try (TestProcess flood = loud.startJava("flood", JunkSender.class, west.podAddress(), "9", FOR_LONG)) {
            awaitDatagrams(west.pod());
            int answers = answered(quiet, west.podAddress());
            streams.bothWays(west.pod(), west.podAddress(), quiet);
            assertThat(flood.isAlive()).as("the flood went on all the time").isTrue();
            assertThat(answers).isGreaterThanOrEqualTo(PINGS * 8 / 10);
        }
    }

    /** The kernel of the pod counts datagrams for ports that nobody listens on. */
    private static void awaitDatagrams(TestHost pod) {
        eventually("the flood arrives", START, () -> {
            String counters = pod.run("cat", "/proc/net/snmp").orFail().output();
            String line = counters.lines()
                    .filter(text -> text.startsWith("Udp: ") && Character.isDigit(text.charAt(5)))
                    .findFirst()
                    .orElseThrow();
            assertThat(Long.parseLong(line.split(" ")[2])).isGreaterThan(10_000);
        });
    }

    private static int answered(TestHost from, String to) {
        String report = from.run("ping", "-q", "-c", "" + PINGS, "-i", "0.1", "-W", "2", to)
                .output();
        Matcher received = Pattern.compile("(\\d+) received").matcher(report);
        assertThat(received.find()).as(report).isTrue();
        return Integer.parseInt(received.group(1));
    }

    private EndpointSettings settings(String name, TunnelHosts hosts) {
        return new EndpointSettings(lab.folder(name), "0.0.0.0:51820", hosts.prefixes());
    }

    private static void know(EndpointSettings one, TunnelHosts ofOne, EndpointSettings other, TunnelHosts ofOther) {
        one.hansePeer(other.publicKey(), ofOther.prefixes(), ofOther.wanAddress() + ":51820");
        other.hansePeer(one.publicKey(), ofOne.prefixes(), ofOne.wanAddress() + ":51820");
    }

    private static int lines(TestProcess process) {
        return (int) process.logText()
                .lines()
                .filter(line -> !line.startsWith("drops ") && !line.startsWith("peer "))
                .count();
    }
}
