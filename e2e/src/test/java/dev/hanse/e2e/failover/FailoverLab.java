// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.tunnel.FlowEcho;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code make failover} runs: two clusters of two gateways, long transfers, idle connections and new connections at a steady rate between their pods, and one of the four gateways after the other is killed, stopped or drained. Prints
 * what connections saw of each; holds it to limits where {@code hanse.failover.measures} is set, on a machine without other load.
 */
final class FailoverLab {

    private static final boolean MEASURES = Boolean.getBoolean("hanse.failover.measures");
    private static final int ROUNDS = Integer.getInteger("hanse.failover.rounds", 1);
    private static final int TRANSFERS = Integer.getInteger("hanse.failover.transfers", 200);
    private static final int IDLE = Integer.getInteger("hanse.failover.idle", 100);
    private static final int PER_SECOND = Integer.getInteger("hanse.failover.new", 1_000);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration AFTER = Duration.ofSeconds(5);
    /** What a gateway that has come back needs for its whole share, and two seconds: the next one to go may be the other one of its cluster. */
    private static final Duration SETTLED = Duration.ofSeconds(10);
    /** A connection that is asked in the last round waits that long. */
    private static final Duration LAST = Duration.ofSeconds(21);

    @RegisterExtension
    final TestLab lab = new TestLab();

    private final List<FailoverRound> rounds = new ArrayList<>();

    static Stream<Boolean> filters() {
        return Stream.of(System.getProperty("hanse.failover.filtered", "true,false")
                        .split(","))
                .map(Boolean::valueOf);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void killed(boolean filtered) throws IOException {
        TwinSites sites = TwinSites.start(lab, true, filtered);
        FailoverResult result =
                run("SIGKILL", filtered, sites, name -> sites.process(name).kill(), sites::startGatewayOnItsOwn);
        if (MEASURES) {
            result.holdsWhereItIsKilled();
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void stopped(boolean filtered) throws IOException {
        TwinSites sites = TwinSites.start(lab, true, filtered);
        FailoverResult result = run(
                "SIGTERM",
                filtered,
                sites,
                name -> sites.process(name).stop(Eventually.LIMIT),
                sites::startGatewayOnItsOwn);
        if (MEASURES) {
            result.holdsWhereItSaysSo();
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void drained(boolean filtered) throws IOException {
        TwinSites sites = TwinSites.start(lab, true, filtered);
        FailoverResult result = run(
                "drain", filtered, sites, name -> order(sites, "drain", name), name -> order(sites, "undrain", name));
        if (MEASURES) {
            result.holdsWhereItSaysSo();
        }
    }

    private static void order(TwinSites sites, String verb, String gateway) {
        sites.operator("gateway", verb, gateway.split("-")[0] + "/" + gateway).orFail();
    }

    private FailoverResult run(
            String what, boolean filtered, TwinSites sites, Consumer<String> out, Consumer<String> back) {
        sites.pod(1).startJava("echo", FlowEcho.class).awaitLog("echoes", Eventually.LIMIT);
        TestProcess load = load(sites, filtered);
        Eventually.pass(WARM_UP);
        rounds.add(quiet());
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(round(sites, TwinSites.gateways().get(round % 4), out, back));
        }
        Eventually.pass(LAST);
        assertThat(load.isAlive()).isTrue();
        FailoverResult result = new FailoverResult(TrafficLog.of(load.logText()), rounds, TRANSFERS);
        System.out.println("failover lab: " + what + (filtered ? ", invalid dropped: " : ": ") + result);
        assertThat(result.broken()).as("connections that broke").isEmpty();
        return result;
    }

    /** Without it nobody knows whether a stall is the machine's. */
    private static FailoverRound quiet() {
        long now = System.currentTimeMillis();
        Eventually.pass(AFTER.plus(SETTLED));
        return new FailoverRound(FailoverRound.NOBODY, now, now + AFTER.toMillis(), System.currentTimeMillis());
    }

    private FailoverRound round(TwinSites sites, String gateway, Consumer<String> out, Consumer<String> back) {
        long gone = System.currentTimeMillis();
        out.accept(gateway);
        Eventually.pass(AFTER);
        long returns = System.currentTimeMillis();
        back.accept(gateway);
        sites.awaitBothGateways();
        Eventually.pass(SETTLED);
        return new FailoverRound(gateway, gone, returns, System.currentTimeMillis());
    }

    private static TestProcess load(TwinSites sites, boolean filtered) {
        sites.awaitBothGateways();
        // A thousand ports a second, and the filters' table has room for a minute of them.
        for (int cluster = 1; cluster <= 2; cluster++) {
            sites.pod(cluster)
                    .sysctl("net.ipv4.ip_local_port_range", "1024 65535")
                    .sysctl("net.ipv4.tcp_tw_reuse", "1");
            if (filtered) {
                sites.pod(cluster).sysctl("net.netfilter.nf_conntrack_tcp_timeout_time_wait", "10");
            }
        }
        return sites.pod(2)
                .startJava(
                        "load", TrafficLoad.class, TwinSites.podAddress(1), "" + TRANSFERS, "" + IDLE, "" + PER_SECOND)
                .awaitLog("runs", Eventually.LIMIT);
    }
}
