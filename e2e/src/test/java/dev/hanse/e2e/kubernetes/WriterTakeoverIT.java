// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Protects clusters from having no writer, two, or one that has slept: two real gateways, one of which is ended, killed, frozen or cut off. Prints how long it took until the other one wrote; the
 * times are held to their limits where {@code hanse.takeover.measures} is set, on a machine without other load.
 */
final class WriterTakeoverIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** All that can become of a gateway, and for as long as it may take; otherwise what a test of two minutes has time for. */
    private static final boolean ALL = Boolean.getBoolean("hanse.takeover.all");

    private static final boolean MEASURES = Boolean.getBoolean("hanse.takeover.measures");
    private static final int STEADY = 20;

    /** That one gateway follows: of the source, of what is written, namespaces, ClusterProperties and the Lease. */
    private static final int KINDS = 9;

    private static final Duration QUIET = Duration.ofSeconds(Integer.getInteger("hanse.quiet.seconds", 7));
    private static final long FROZEN_MILLIS = ALL ? 25_000 : 13_000;
    private static final int KILLS = Integer.getInteger("hanse.kills", 2);
    private static final String EAST_REACHED = "10.1.3.1 true true";
    private static final String NORTH_REACHED = "10.3.0.1 true true";
    private static final Set<String> CHANGES = Set.of("create", "update", "patch", "delete");

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final Map<String, String> TABLE = new TreeMap<>();

    private static WestGateways west;
    private static WrittenObjects written;
    private static List<WestGateways.Member> members;
    private static int moves = 1;

    @BeforeAll
    static void start() throws IOException {
        west = new WestGateways(LAB);
        written = new WrittenObjects(west.api().admin());
        namespace("steady");
        namespace("moving");
        for (int i = 0; i < STEADY; i++) {
            west.exports().put("steady/s" + i, "10.1.1." + i);
        }
        namespace("reach");
        west.exports()
                .put("reach/web", "10.1.3.1")
                .put("moving/web", "10.1.0.1")
                .write();
        members = List.of(west.gateway().start(), west.gateway().start());
    }

    @BeforeEach
    void settled() {
        members.forEach(WestGateways.Member::revive);
        eventually(
                "one of them writes", LIMIT, () -> assertThat(written.holder()).isNotEmpty());
        awaitMoved();
        eventually(
                "all is there",
                LIMIT,
                () -> assertThat(written.versions("steady")).hasSize(3 * STEADY));
        eventually(
                "all is reached",
                LIMIT,
                () -> assertThat(written.endpoints("reach")).containsExactly(EAST_REACHED, NORTH_REACHED));
    }

    @AfterEach
    void nothingForbidden() {
        assertThat(west.api().forbidden())
                .as("requests that the role does not allow")
                .isEmpty();
    }

    @AfterAll
    static void print() {
        StringBuilder table =
                new StringBuilder("takeover: %-32s %8s  %s%n".formatted("what", "ms", "untouched objects"));
        TABLE.forEach((what, row) -> table.append("takeover: %-32s %s%n".formatted(what, row)));
        System.out.print(table);
    }

    static Stream<String> signals() {
        return ALL ? Stream.of("TERM", "KILL") : Stream.of("TERM");
    }

    @ParameterizedTest
    @MethodSource("signals")
    void oneThatIsEnded(String signal) {
        WestGateways.Member holder = holder();
        Duration limit = signal.equals("TERM") ? Duration.ofSeconds(2) : Duration.ofSeconds(15);
        takeover("SIG" + signal, limit, () -> holder.process().signal(signal));
        holder.process().awaitExit(LIMIT);
        holder.start();
    }

    @Test
    void oneThatIsCutOffFromTheApi() {
        WestGateways.Member holder = holder();
        takeover(
                "cut from the API", Duration.ofSeconds(15), () -> holder.toApi().cut());
        Instant healed = Instant.now();
        holder.toApi().heal();
        eventually(
                "it finds that its time is over",
                LIMIT,
                () -> assertThat(holder.process().logText()).contains("does not write any more"));
        awaitMoved();
        assertThat(changesOf(holder, healed)).isEmpty();
    }

    @Test
    void oneThatWasFrozenWritesNothingWhenItWakes() throws InterruptedException {
        WestGateways.Member holder = holder();
        WestGateways.Member other = other(holder);
        namespace("frozen");
        for (int i = 0; i < 60; i++) {
            west.exports().put("frozen/s" + i, "10.1.2." + i);
        }
        west.exports().write();
        eventually(
                "it is in the middle of it",
                LIMIT,
                () -> assertThat(written.versions("frozen").size()).isGreaterThan(10));
        long frozen = System.nanoTime();
        takeover("SIGSTOP", Duration.ofSeconds(15), () -> holder.process().signal("STOP"));
        eventually(
                "the other one has done the rest",
                LIMIT,
                () -> assertThat(written.versions("frozen")).hasSize(180));
        for (int i = 0; i < 30; i++) {
            west.exports().remove("frozen/s" + i);
        }
        west.exports().write();
        eventually(
                "what is not exported any more has gone",
                LIMIT,
                () -> assertThat(written.versions("frozen")).hasSize(90));
        Thread.sleep(Math.max(0, FROZEN_MILLIS - (System.nanoTime() - frozen) / 1_000_000));
        Map<String, String> before = written.versions("frozen");

        Instant woken = Instant.now();
        holder.process().signal("CONT");
        eventually(
                "it finds that its time is over",
                LIMIT,
                () -> assertThat(holder.process().logText()).contains("does not write any more"));
        Thread.sleep(2_000);

        assertThat(written.holder()).isEqualTo(other.name());
        assertThat(written.versions("frozen")).isEqualTo(before);
        assertThat(changesOf(holder, woken)).as("what it has written since").isEmpty();
        assertThat(changesOf(holder, Instant.EPOCH))
                .as("what the log has of it at all")
                .isNotEmpty();
        for (int i = 30; i < 60; i++) {
            west.exports().remove("frozen/s" + i);
        }
        west.exports().write();
    }

    @Test
    void anotherVersionTakesOver() {
        Path before = Path.of(System.getProperty("hanse.before", Distribution.executable() + "/../.."));
        WestGateways.Member holder = holder();
        WestGateways.Member older = other(holder);
        older.kill();
        older.start(before.normalize());
        takeover("downgrade", Duration.ofSeconds(2), () -> holder.process().signal("TERM"));
        holder.process().awaitExit(LIMIT);
        holder.start();
        takeover("upgrade", Duration.ofSeconds(2), () -> older.process().signal("TERM"));
        older.process().awaitExit(LIMIT);
        older.start();
    }

    @Test
    void whileNoGatewayHearsTheControlPlaneNobodyWrites() throws InterruptedException {
        WestGateways.Member holder = holder();
        WestGateways.Member other = other(holder);
        String before = written.endpoints("moving").getFirst();
        takeover("cut from the control plane", Duration.ofSeconds(15), holder::cutControlPlane);
        other.cutControlPlane();
        eventually(
                "nobody holds the Lease",
                LIMIT,
                () -> assertThat(written.holder()).isEmpty());
        String moved = written.endpoints("moving").getFirst();
        assertThat(moved).isNotEqualTo(before);

        other.cutTunnel();
        moves++;
        west.exports().put("moving/web", "10.1.0." + moves).write();
        eventually(
                "paths are down",
                LIMIT,
                () -> assertThat(other.process().logText()).contains("cluster east: every path is down"));
        Thread.sleep(2_000);
        assertThat(written.endpoints("moving")).containsExactly(moved);
        assertThat(written.endpoints("reach")).containsExactly(EAST_REACHED, NORTH_REACHED);
        holder.heal();
        other.heal();
        awaitMoved();
    }

    @Test
    void whatGoesWhileSomebodyIsAwayGoesEverywhere() {
        WestGateways.Member holder = holder();
        WestGateways.Member other = other(holder);
        other.kill();
        MissedDeletes missed = new MissedDeletes(west, written, holder);
        missed.prepare();
        missed.whileTheGatewayIsAway();
        missed.whileEastAndTheControlPlaneAreAway();
        missed.tidyUp();
        other.start();
    }

    @Test
    void killsInTheMiddleOfChangesLeaveExactlyTheRightSet() throws InterruptedException {
        WestGateways.Member holder = holder();
        WestGateways.Member other = other(holder);
        other.kill();
        long seed = Long.getLong("hanse.kills.seed", System.nanoTime());
        System.out.println("kills: " + KILLS + " among " + 25 * KILLS + " changes, hanse.kills.seed=" + seed);
        new KillsAmongChanges(west, written, holder, seed).run(KILLS, 25 * KILLS);
        other.start();
    }

    @Test
    void aClusterIsUnreachableWhenNoGatewayReachesIt() throws InterruptedException {
        WestGateways.Member holder = holder();
        WestGateways.Member other = other(holder);
        holder.cutTunnel();
        eventually(
                "its own paths are down",
                LIMIT,
                () -> assertThat(holder.process().logText()).contains("cluster east: every path is down"));
        Thread.sleep(2_000);
        assertThat(written.endpoints("reach")).containsExactly(EAST_REACHED, NORTH_REACHED);

        other.cutTunnel();
        eventually(
                "nobody reaches east",
                LIMIT,
                () -> assertThat(written.endpoints("reach")).containsExactly("10.1.3.1 false false", NORTH_REACHED));
        other.heal();
        eventually(
                "one does again",
                LIMIT,
                () -> assertThat(written.endpoints("reach")).containsExactly(EAST_REACHED, NORTH_REACHED));
        assertThat(written.holder()).isEqualTo(holder.name());
        holder.heal();
    }

    @Test
    void inQuietTimesNothingIsAskedForButWatchesAndTheLease() throws InterruptedException {
        other(holder()).awaitFresh();
        for (WestGateways.Member each : members) {
            eventually(
                    each.name() + " follows all kinds",
                    LIMIT,
                    () -> assertThat(each.watched(ours())).hasSizeGreaterThanOrEqualTo(KINDS));
        }
        eventually(
                "what was asked for at the start has been answered",
                LIMIT,
                () -> assertThat(ours())
                        .filteredOn(each -> !each.resource().equals("leases.coordination.k8s.io"))
                        .allMatch(each -> each.received().isBefore(Instant.now().minusSeconds(3))));
        Instant from = Instant.now();
        Map<String, String> before = written.versions("steady");
        Thread.sleep(QUIET);
        List<AuditEvent> seen =
                ours().stream().filter(each -> each.received().isAfter(from)).toList();
        List<AuditEvent> renewals = seen.stream()
                .filter(each -> each.resource().equals("leases.coordination.k8s.io")
                        && each.verb().equals("update"))
                .toList();
        List<AuditEvent> watches =
                seen.stream().filter(each -> each.verb().equals("watch")).toList();
        List<AuditEvent> others = new ArrayList<>(seen);
        others.removeAll(renewals);
        others.removeAll(watches);
        // Whether it is still the same cluster, which one it says it is, whether it has become an older one, and what
        // its definitions have: before each watch that goes on, the last maybe a moment after the end.
        long checks = others.stream().filter(WriterTakeoverIT::isCheck).count();
        others.removeIf(WriterTakeoverIT::isCheck);
        System.out.printf(
                "quiet: %d s, %d renewals of the Lease, %d watches that began or ended, %d checks before them, %d other requests%n",
                QUIET.toSeconds(), renewals.size(), watches.size(), checks, others.size());
        assertThat(others).isEmpty();
        assertThat(checks).isLessThanOrEqualTo(3L * (watches.size() + 1));
        assertThat(renewals).hasSizeBetween(1, (int) QUIET.toSeconds() / 5 + 1);
        assertThat(written.versions("steady")).isEqualTo(before);
    }

    private static boolean isCheck(AuditEvent event) {
        return event.uri().endsWith("/namespaces/kube-system")
                || event.uri().endsWith("&limit=1")
                || event.uri().endsWith("/clusterproperties/cluster.clusterset.k8s.io")
                || event.uri().startsWith("/openapi/v3/apis/multicluster.x-k8s.io/");
    }

    /** Has the fault happen, and something to write right after it, and waits until that is written. */
    private static void takeover(String what, Duration limit, Runnable fault) {
        other(holder()).awaitFresh();
        Map<String, String> untouched = written.versions("steady");
        long begun = System.nanoTime();
        fault.run();
        moves++;
        west.exports().put("moving/web", "10.1.0." + moves).write();
        awaitMoved();
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        Map<String, String> after = written.versions("steady");
        TABLE.put(
                what,
                "%8d  %d of %d stood still".formatted(taken.toMillis(), same(untouched, after), untouched.size()));
        assertThat(after).as("what nobody changed").isEqualTo(untouched);
        if (MEASURES) {
            assertThat(taken).as(what).isLessThanOrEqualTo(limit);
        }
    }

    private static int same(Map<String, String> before, Map<String, String> after) {
        return (int) before.entrySet().stream()
                .filter(each -> each.getValue().equals(after.get(each.getKey())))
                .count();
    }

    private static void awaitMoved() {
        String address = "10.1.0." + moves;
        eventually(
                "the change is written",
                LIMIT,
                () -> assertThat(written.endpoints("moving"))
                        .singleElement()
                        .asString()
                        .startsWith(address + " "));
    }

    private static WestGateways.Member holder() {
        String name = written.holder();
        return members.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static WestGateways.Member other(WestGateways.Member than) {
        return members.stream().filter(each -> each != than).findFirst().orElseThrow();
    }

    private static List<AuditEvent> ours() {
        return west.api().audit().stream()
                .filter(each -> each.user().equals(KubernetesApi.HANSE))
                .toList();
    }

    /** What it has changed since then; what the API refused is no change. */
    private static List<AuditEvent> changesOf(WestGateways.Member member, Instant since) {
        return ours().stream()
                .filter(each -> each.credential().equals(member.credential())
                        && CHANGES.contains(each.verb())
                        && each.status() / 100 == 2
                        && each.received().isAfter(since))
                .toList();
    }

    private static void namespace(String name) {
        west.api().admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    }
}
