// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Protects connections from the end of one of a cluster's two gateways: none breaks. Prints how long flows stood still; the times are held to their limits where
 * {@code hanse.failover.measures} is set, on a machine without other load. Answers return through the gateway that stays, whichever the request took.
 */
class FailoverIT {

    private static final Duration START = Eventually.LIMIT;
    private static final boolean MEASURES = Boolean.getBoolean("hanse.failover.measures");
    private static final int ROUNDS = Integer.getInteger("hanse.failover.rounds", 1);
    private static final int FLOWS = 50;
    private static final int SECONDS = 8;
    private static final Pattern RESULT = Pattern.compile("(udp|tcp) lost=(\\d+) longest=\\[(.*)]");

    /** Beside that of a request and its answer. */
    private static final Duration STOPPED = Duration.ofMillis(100);

    private static final Duration KILLED = Duration.ofSeconds(1);
    private static final Duration KILLED_MOST = Duration.ofSeconds(2);

    @RegisterExtension
    final TestLab lab = new TestLab();

    private TunnelHosts west;
    private TunnelHosts east;
    private TestHost stays;
    private EndpointSettings westSettings;
    private EndpointSettings goingSettings;
    private EndpointSettings stayingSettings;
    private TestProcess far;
    private TestProcess going;

    /**
     * Of all rounds.
     *
     * @param lost requests without an answer; of TCP: connections that broke
     * @param longest times that flows went without an answer, in milliseconds and ascending
     */
    private record Result(long lost, List<Long> longest) {

        private long percentile(int percent) {
            return longest.get((longest.size() * percent - 1) / 100);
        }

        @Override
        public String toString() {
            return "lost %d, longest ms p50 %d, p99 %d, most %d"
                    .formatted(lost, percentile(50), percentile(99), percentile(100));
        }
    }

    @BeforeEach
    void makeClusters() {
        TestNetwork wan = lab.network("wan");
        east = new TunnelHosts(lab, wan, "east", 1);
        west = new TunnelHosts(lab, wan, "west", 2);
        stays = east.secondGateway("east-2", wan);
        westSettings = new EndpointSettings(lab.folder("west"), "0.0.0.0:51820", west.prefixes());
        goingSettings = new EndpointSettings(lab.folder("east"), "0.0.0.0:51820", east.prefixes());
        stayingSettings = new EndpointSettings(lab.folder("east-2"), "0.0.0.0:51820", east.prefixes());
        goingSettings.hansePeer(westSettings.publicKey(), west.prefixes(), "192.0.2.2:51820");
        stayingSettings.hansePeer(westSettings.publicKey(), west.prefixes(), "192.0.2.2:51820");
        westSettings
                .hansePeer(goingSettings.publicKey(), east.prefixes(), "192.0.2.1:51820")
                .hansePeer(stayingSettings.publicKey(), east.prefixes(), "192.0.2.3:51820");
        far = westSettings.set("tell-avoided", "true").start(west.gateway());
        stayingSettings.start(stays);
        going = goingSettings.start(east.gateway());
        far.awaitLog("path peer0/gw up", START);
        far.awaitLog("path peer1/gw up", START);
        east.pod().startJava("echo", FlowEcho.class).awaitLog("echoes", START);
    }

    @Test
    void oneThatIsKilled() throws InterruptedException {
        Map<String, Result> results = rounds("KILL");
        if (MEASURES) {
            assertThat(results.values()).allSatisfy(each -> {
                assertThat(each.percentile(99)).isLessThanOrEqualTo(KILLED.toMillis());
                assertThat(each.percentile(100)).isLessThanOrEqualTo(KILLED_MOST.toMillis());
            });
        }
        assertThat(far.logText()).as("flows move first").containsSubsequence("avoids peer0/gw", "path peer0/gw down");
    }

    @Test
    void oneThatStops() throws InterruptedException {
        Map<String, Result> results = rounds("TERM");
        if (MEASURES) {
            assertThat(results.values()).allSatisfy(each -> {
                assertThat(each.lost()).isZero();
                assertThat(each.percentile(100)).isLessThanOrEqualTo(STOPPED.toMillis());
            });
        }
        assertThat(far.logText()).contains("peer0/gw says that it stops");
    }

    private Map<String, Result> rounds(String signal) throws InterruptedException {
        Map<String, Result> results = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            TestProcess load =
                    west.pod().startJava("load-" + round, FlowLoad.class, east.podAddress(), "" + FLOWS, "" + SECONDS);
            load.awaitLog("flows", START);
            Thread.sleep(2_000);
            int ups = ups();
            going.signal(signal);
            load.awaitExit(Duration.ofSeconds(SECONDS + 60));
            add(load, results);
            going.awaitExit(START);
            going = goingSettings.start(east.gateway(), "again-" + round);
            Eventually.eventually(
                    "the path is back", START, () -> assertThat(ups()).isGreaterThan(ups));
        }
        results.forEach((kind, result) -> System.out.println("failover: SIG" + signal + ": " + kind + ": " + result));
        assertThat(results.get("tcp"))
                .extracting(Result::lost)
                .as("connections that broke")
                .isEqualTo(0L);
        return results;
    }

    private int ups() {
        return (int) far.logText()
                .lines()
                .filter(line -> line.startsWith("path peer0/gw up"))
                .count();
    }

    private static void add(TestProcess load, Map<String, Result> results) {
        Matcher found = RESULT.matcher(load.logText());
        while (found.find()) {
            List<Long> longest = Stream.of(found.group(3).split(", "))
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
            results.merge(found.group(1), new Result(Long.parseLong(found.group(2)), longest), FailoverIT::sum);
        }
        assertThat(results.keySet()).as(load.logText()).containsExactly("tcp", "udp");
    }

    private static Result sum(Result one, Result other) {
        return new Result(
                one.lost() + other.lost(),
                Stream.concat(one.longest().stream(), other.longest().stream())
                        .sorted()
                        .toList());
    }
}
