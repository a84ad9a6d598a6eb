// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.AtOnce;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Honest processes and their load, and a host from which they are attacked.
 *
 * <p>Cluster {@code north} exports {@code shop/web} and {@code pay/api}; the gateway of {@code south} is asked for them.
 * All processes have the heaps that the launcher gives.
 */
record Siege(
        Federation federation,
        TestProcess north,
        TestProcess south,
        TestHost evil,
        Path samples,
        Duration duration,
        Instant warm,
        Map<AttackKind, String> tokens) {

    private static final Duration LIMIT = Eventually.LIMIT;

    /** Until all code is warm, and no claimed time of an export counts any more. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final List<String> ADDRESSES =
            IntStream.range(100, 108).mapToObj("192.0.2.%d"::formatted).toList();

    /** How long each attack lasts; {@code make hostile} takes 30 s. */
    private static final Duration ATTACK = Duration.ofSeconds(Integer.getInteger("hanse.hostile.seconds", 8));

    static Siege begin(TestLab lab) throws IOException {
        Federation federation = Federation.start(lab);
        TestHost evil = lab.host("evil");
        String device = evil.attach(federation.network(), "192.0.2.9/24");
        ADDRESSES.forEach(each -> evil.ip("addr", "add", each + "/24", "dev", device));
        federation.gatewayHost().ip("addr", "add", "192.0.2.3/24", "dev", "eth0");
        TestProcess north = north(federation);
        TestProcess south = gateway(federation, "south", "10.2.0.0/16", "192.0.2.3:53", "127.0.0.1:9482", "")
                .startReady();
        Path samples = lab.folder("load").resolve("samples");
        startLoad(federation, samples);
        Instant warm = Instant.now().plus(WARM_UP);
        return new Siege(federation, north, south, evil, samples, ATTACK, warm, tokens(federation));
    }

    /** For each attack the tokens that it joins with, made before anything is measured. */
    private static Map<AttackKind, String> tokens(Federation federation) {
        List<AttackKind> kinds = List.of(AttackKind.values());
        List<String> tokens = AtOnce.get(kinds.stream()
                .<Supplier<String>>map(each -> () -> tokens(federation, each))
                .toList());
        return IntStream.range(0, kinds.size()).boxed().collect(Collectors.toMap(kinds::get, tokens::get));
    }

    private static String tokens(Federation federation, AttackKind attack) {
        return federation.token(attack.cluster()) + "," + federation.token(attack.cluster() + "-again");
    }

    private static TestProcess north(Federation federation) throws IOException {
        GatewayFolder folder = gateway(
                federation,
                "north",
                "10.1.0.0/16",
                "192.0.2.2:53",
                "127.0.0.1:9481",
                "sources: {file: {path: exports.yaml}}\n");
        Files.writeString(folder.file("exports.yaml"), """
                services:
                  - name: shop/web
                    selection: ordered-only north
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: 10.1.0.1}]
                  - name: pay/api
                    selection: ordered-only north
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: 10.1.0.2}]
                """);
        return folder.startReady();
    }

    private static GatewayFolder gateway(
            Federation federation, String cluster, String prefix, String dns, String status, String more)
            throws IOException {
        return GatewayFolder.write(
                        federation.lab(), federation.gatewayHost(), cluster, cluster, prefix, dns, status, more)
                .withToken(federation.token(cluster));
    }

    private static void startLoad(Federation federation, Path samples) {
        TestHost users = federation.lab().host("users");
        users.attach(federation.network(), "192.0.2.8/24");
        users.startJava(
                        "load",
                        HonestLoad.class,
                        samples.toString(),
                        federation.token("changing"),
                        federation.token("connecting"),
                        "192.0.2.3",
                        "web.shop.svc.clusterset.local=10.1.0.1",
                        "api.pay.svc.clusterset.local=10.1.0.2")
                .awaitLog("honest load runs", LIMIT);
    }

    /** The time of the honest ones alone. */
    Outcome peace() throws InterruptedException {
        Thread.sleep(Duration.between(Instant.now(), warm));
        Traces before = Traces.of(this);
        Instant from = Instant.now();
        Thread.sleep(duration);
        return Outcome.of(this, List.of(), "", from, before);
    }

    /** Runs the attacks side by side. */
    Outcome under(AttackKind... attacks) {
        return under(() -> {}, attacks);
    }

    /** Runs the attacks side by side, and something else meanwhile; then removes the clusters that made them, as an operator would. */
    Outcome under(Runnable meanwhile, AttackKind... attacks) {
        Traces before = Traces.of(this);
        TestProcess process = start(attacks).awaitLog("attacks begin", LIMIT);
        Instant from = Instant.now();
        meanwhile.run();
        process.awaitLog("attacks end", duration.plus(LIMIT));
        Outcome outcome = Outcome.of(this, List.of(attacks), process.logText(), from, before);
        AtOnce.run(
                Arrays.stream(attacks).<Runnable>map(each -> () -> remove(each)).toList());
        return outcome;
    }

    private void remove(AttackKind attack) {
        federation.operator("cluster", "remove", attack.cluster(), "--yes").orFail();
    }

    private TestProcess start(AttackKind... attacks) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(duration.toSeconds()));
        arguments.add(String.join(",", ADDRESSES));
        for (AttackKind attack : attacks) {
            arguments.add(attack + "=" + tokens.get(attack));
        }
        return evil.startJava(
                "attack-" + Arrays.hashCode(attacks), HostileProcess.class, arguments.toArray(String[]::new));
    }

    /** All that has to live. */
    List<TestProcess> processes() {
        return List.of(federation.controlPlane().process(), north, south);
    }
}
