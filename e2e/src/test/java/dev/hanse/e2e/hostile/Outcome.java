// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an attack, or none, has done to the honest ones and what it was told.
 *
 * @param attacks that were made
 * @param seen by attack, what it was told and how often, as {@link Seen} says it
 * @param acks of honest changes
 * @param answers of DNS
 * @param connections of an honest member
 * @param peakMebibytes of memory, by process
 * @param logOctets by which the log that grew most has grown
 * @param refusedItems that the control plane has counted
 * @param refusals of calls and connections that it has counted
 */
record Outcome(
        Siege siege,
        List<AttackKind> attacks,
        Map<String, String> seen,
        Latencies acks,
        Latencies answers,
        Latencies connections,
        List<Long> peakMebibytes,
        long logOctets,
        long refusedItems,
        long refusals) {

    /** Whether the machine is this test's alone; else ten times as much, and one lost in a hundred, still shows who is served and who is not. */
    private static final boolean MEASURES = Boolean.getBoolean("hanse.hostile.measures");

    private static final int SLACK = MEASURES ? 1 : 10;

    private static final Duration ACK_LIMIT = Duration.ofMillis(250);
    private static final Duration DNS_LIMIT = Duration.ofMillis(50);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** The launcher's heap of 384 MiB, and 256 MiB for code, classes, stacks and buffers. */
    private static final long MEMORY_LIMIT = 640;

    private static final long LOG_LIMIT = 64 << 10;

    static Outcome of(Siege siege, List<AttackKind> attacks, String attackLog, Instant from, Traces before) {
        Instant until = Instant.now();
        awaitSamplesOf(until);
        Traces after = Traces.of(siege);
        Outcome outcome = new Outcome(
                siege,
                attacks,
                seen(attackLog),
                Samples.read(siege.samples(), Samples.Kind.ACK, from, until),
                Samples.read(siege.samples(), Samples.Kind.DNS, from, until),
                Samples.read(siege.samples(), Samples.Kind.CONNECT, from, until),
                siege.processes().stream().map(Outcome::peak).toList(),
                before.logGrowth(after),
                before.refusedItems(after),
                before.refusals(after));
        outcome.report();
        return outcome;
    }

    /** Those whose answers come late are written late. */
    private static void awaitSamplesOf(Instant until) {
        try {
            Thread.sleep(Duration.between(Instant.now(), until.plusSeconds(3)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> seen(String attackLog) {
        return attackLog
                .lines()
                .filter(line -> line.startsWith("seen "))
                .map(line -> line.split(" ", 3))
                .collect(Collectors.toMap(words -> words[1], words -> words[2]));
    }

    private static long peak(TestProcess process) {
        return status(process, "VmHWM") >> 10;
    }

    private static long status(TestProcess process, String key) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(process + " has no status: it has ended", e);
        }
    }

    /** For whoever reads the build's log: the same line for peace and for each attack. */
    private void report() {
        String line =
                "%s%n  ack %s%n  dns %s%n  connect %s%n  peak MiB %s, log +%d octets, refused %d items, %d calls%n  %s%n"
                        .formatted(
                                attacks.isEmpty() ? "no attack" : attacks,
                                acks,
                                answers,
                                connections,
                                peakMebibytes,
                                logOctets,
                                refusedItems,
                                refusals,
                                seen);
        System.out.println(line);
        try {
            Files.writeString(
                    siege.samples().resolveSibling("report.txt"),
                    line,
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The honest ones have not noticed. */
    Outcome assertHarmless() {
        assertThat(acks.percentile(99)).as("acks: " + acks).isLessThanOrEqualTo(ACK_LIMIT.multipliedBy(SLACK));
        assertThat(answers.percentile(99)).as("DNS: " + answers).isLessThanOrEqualTo(DNS_LIMIT.multipliedBy(SLACK));
        assertServed();
        return this;
    }

    /** The honest ones have had all that they asked for, and everything lives within its bounds. */
    private void assertServed() {
        long seconds = siege.duration().toSeconds();
        assertThat(acks.count()).as("honest changes").isGreaterThan((int) ((MEASURES ? 9 : 4) * seconds));
        assertThat(answers.count()).as("questions").isGreaterThan((int) ((MEASURES ? 950 : 500) * seconds));
        assertFew("changes that were not taken", acks);
        assertFew("questions without the right answer", answers);
        assertThat(connections.failures()).as("connections that failed").isZero();
        assertThat(connections.percentile(100))
                .as("connections: " + connections)
                .isLessThanOrEqualTo(CONNECT_LIMIT.multipliedBy(MEASURES ? 1 : 4));
        assertThat(peakMebibytes).as("peak of memory, MiB").allMatch(each -> each <= MEMORY_LIMIT);
        assertThat(logOctets).as("octets of log").isLessThanOrEqualTo(LOG_LIMIT);
        assertLiving();
    }

    private static void assertFew(String what, Latencies of) {
        assertThat(of.failures()).as(what).isLessThanOrEqualTo(MEASURES ? 0 : of.count() / 100);
    }

    private void assertLiving() {
        for (TestProcess process : siege.processes()) {
            assertThat(process.isAlive()).as(process.toString()).isTrue();
            assertThat(process.logText()).as(process.toString()).doesNotContain("OutOfMemory");
        }
        TestHost gateways = siege.federation().gatewayHost();
        assertReady(siege.federation().controlPlaneHost(), 9480);
        assertReady(gateways, 9481);
        assertReady(gateways, 9482);
    }

    private static void assertReady(TestHost host, int port) {
        String answer = host.run("curl", "-s", "-w", " %{http_code}", "http://127.0.0.1:" + port + "/readyz")
                .output();
        assertThat(answer).as(host + " port " + port).endsWith(" 200");
    }

    /** Each attack was told what it may not, and the operator can find and count it. */
    Outcome assertRefused() {
        String audit = siege.federation()
                .operator("audit", "--outcome", "refused", "--limit", "0")
                .orFail()
                .output();
        for (AttackKind attack : attacks) {
            String told = seen.getOrDefault(attack.name(), "");
            assertThat(told).as(attack.name()).doesNotContain("BROKEN", "ACCEPTED", "INTERNAL");
            attack.answers()
                    .forEach(reason -> assertThat(told).as(attack.name()).contains(reason + "="));
            assertThat(refusedItems)
                    .as("items refused to " + attack)
                    .matches(each -> each > 0 || !attack.hasItemsRefused());
            assertThat(refusals)
                    .as("calls refused to " + attack)
                    .matches(each -> each > 0
                            || attack.hasItemsRefused()
                            || attack.audited().isEmpty());
            attack.audited()
                    .forEach(reason -> assertThat(audit)
                            .as("audit of " + attack)
                            .matches(
                                    text -> text.lines().anyMatch(line -> line.contains(reason) && isOf(attack, line)),
                                    reason));
        }
        return this;
    }

    /** Strangers are known by their address. */
    private static boolean isOf(AttackKind attack, String line) {
        return line.contains(attack.cluster()) || line.contains("192.0.2.9") || line.contains("192.0.2.10");
    }

    /** What the honest ones and the operator did before is still in the audit log. */
    Outcome assertAuditKept() {
        for (String cluster : Arrays.asList("north", "south", "changing")) {
            assertThat(siege.federation()
                            .operator("audit", "--action", "cluster.register", "--subject", cluster)
                            .orFail()
                            .output())
                    .contains("granted");
        }
        return this;
    }
}
