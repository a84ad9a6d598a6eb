// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.HostClock;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Protects a cluster set that was left alone for a month, and one whose clocks were wrong by a month for a while. Both wait for minutes, beside each other. */
@Execution(ExecutionMode.CONCURRENT)
final class MonthAwayIT {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(31);

    /** Both ends look at their clocks once a minute. */
    private static final Duration LOOK = Duration.ofSeconds(60).plus(Eventually.LIMIT);

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void aMonthPassesForThoseWhoRunAndForOneWhoIsAway() throws IOException {
        ClusterSet set = ClusterSet.start(lab);
        Member west = set.joined("west", "gw-1");
        Member east = set.joined("east", "gw-1");
        west.export("shop/home", 1);
        east.export("shop/web", 1);
        west.awaitAddresses("shop/web", east.pod(1));
        east.awaitAddresses("shop/home", west.pod(1));
        List<String> age = set.ages("shop/web");
        east.stop();

        passMonth(set, west, east);
        east.start().awaitLog("serving what is known, and joining again by the token in", ClusterSet.LIMIT);
        east.awaitAddresses("shop/home", west.pod(1));
        assertThat(east.status("/metrics")).contains("hanse_link_up 0.0", "hanse_view_from_state 1.0");
        east.process().awaitLog("hanse token create east --gateway gw-1", ClusterSet.LIMIT);
        set.process().awaitLog("server certificate renewed", LOOK);
        west.process().awaitLog("hanse token create west --gateway gw-1", LOOK);
        for (String told : List.of(
                "ended at " + Instant.now().plus(DAY).toString().substring(0, 10),
                "the clock of the control plane says " + day(set.clock()),
                "it is " + day(west.host().clock()))) {
            west.process().awaitLog(told, ClusterSet.LIMIT);
        }
        assertThat(west.resolve("shop/web")).as("what is known is served").containsExactly(east.pod(1));

        assertThat(lines(east, "renewal failed")).as("told once").isOne();
        assertThat(lines(east, "SERVER_NOT_TRUSTED")).as("told once").isOne();

        for (Member each : List.of(east, west)) {
            String cluster = each == east ? "east" : "west";
            each.folder().withToken(set.token(cluster, "--gateway", "gw-1"));
        }
        Eventually.eventually(
                "both are back",
                LOOK,
                () -> assertThat(set.status("/metrics")).contains("hanse_gateways_connected 2.0\n"));
        assertThat(set.ages("shop/web")).isEqualTo(age);
        east.export("shop/more", 2);
        west.awaitAddresses("shop/more", east.pod(2));
        west.awaitAddresses("shop/web", east.pod(1));
    }

    private static void passMonth(ClusterSet set, Member... members) {
        set.clock().set(MONTH);
        for (Member each : members) {
            each.host().clock().set(MONTH);
        }
    }

    private static long lines(Member member, String word) {
        return member.process()
                .logText()
                .lines()
                .filter(line -> line.contains(word))
                .count();
    }

    private static String day(HostClock clock) {
        return clock.now().toString().substring(0, 10);
    }

    @Test
    void aControlPlaneThatRanAheadComesBack() throws IOException {
        ClusterSet set = ClusterSet.start(lab);
        Member west = set.joined("west", "gw-1");
        Member east = set.joined("east", "gw-1");
        east.export("shop/web", 1);
        west.awaitAddresses("shop/web", east.pod(1));

        set.stopControlPlane();
        set.clock().set(MONTH);
        set.startControlPlane();
        for (String told : List.of(
                day(set.clock()),
                "this host's clock says " + day(west.host().clock()),
                "set the clock that is wrong")) {
            west.process().awaitLog(told, ClusterSet.LIMIT);
        }
        assertThat(west.resolve("shop/web")).as("what is known is served").containsExactly(east.pod(1));

        assertThat(lines(west, "SERVER_NOT_TRUSTED")).as("told once").isOne();

        set.clock().set(Duration.ZERO);
        set.process().awaitLog("server certificate renewed", LOOK);
        west.awaitConnected();
        east.awaitConnected();
        assertThat(set.ask("gateway", "list")).containsPattern("east/gw-1 +yes").containsPattern("west/gw-1 +yes");
        assertThat(set.status("/readyz")).doesNotContain("restored");
        east.export("shop/more", 2);
        west.awaitAddresses("shop/more", east.pod(2));
    }
}
