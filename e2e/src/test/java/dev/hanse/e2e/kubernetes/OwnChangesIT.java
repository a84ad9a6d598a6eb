// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.ControlPlaneProcess;
import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects a cluster's own answers and slices from a control plane that is killed or frozen: they follow the cluster's real API all the same, and nothing changes when it is back. */
final class OwnChangesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DB = "db.named.svc.clusterset.local";

    @RegisterExtension
    final TestLab lab = new TestLab();

    private KubernetesApi api;
    private WrittenObjects written;
    private Federation federation;
    private TestProcess gateway;

    @BeforeEach
    void start() throws IOException {
        api = KubernetesApi.start(lab, "east");
        written = new WrittenObjects(api.admin());
        federation = Federation.start(lab);
        api.host().attach(federation.network(), "192.0.2.3/24");
        export("sliced", "web", "");
        export("shared", "web", "");
        export("named", "db", "clusterIP: None, ");
        gateway = GatewayFolder.write(
                        lab,
                        api.host(),
                        "gateway-east",
                        "east",
                        "10.1.0.0/16",
                        "127.0.0.1:5353",
                        "127.0.0.1:9481",
                        "sources: {kubernetes: {kubeconfig: \"" + api.hanseKubeconfig() + "\", write-imports: true}}\n")
                .withToken(federation.token("east"))
                .startReady();
        GatewayFolder west = federation.fileGateway("west", "10.2.0.0/16");
        Files.writeString(west.file("exports.yaml"), """
                services:
                - {name: shared/web, type: cluster-set-ip, ports: [{name: http, protocol: tcp, port: 80}], endpoints: [{address: 10.2.0.30}]}
                """);
        west.startReady();
        awaitAll("10.1.0.20");
    }

    @Test
    void whatTheApiSaysIsServedThoughNobodyMergesIt(TestReporter times) {
        federation.controlPlane().process().kill();
        endpoint("10.1.0.21");
        report(times, "killed: answer", () -> awaitAnswer("10.1.0.21"));
        report(times, "killed: slices", () -> awaitAll("10.1.0.21"));

        gateway.awaitLog("writes this cluster's own endpoints only", LIMIT);
        String lease = "/apis/coordination.k8s.io/v1/namespaces/hanse/leases/hanse-writer";
        api.admin().call("DELETE", lease, "", "").orFail();
        eventually(
                "a Lease that somebody deletes is made again",
                LIMIT,
                () -> assertThat(api.admin().call("GET", lease, "", "").body()).contains("own-endpoints-only"));
        endpoint("10.1.0.22");
        report(times, "killed for long: answer", () -> awaitAnswer("10.1.0.22"));
        report(times, "killed for long: slices", () -> awaitAll("10.1.0.22"));

        String version = WrittenObjects.version(written.slices("sliced").getFirst());
        Set<String> answers = whatIsAnswered(() -> {
            ControlPlaneProcess.start(lab, federation.controlPlaneHost(), "192.0.2.1", "control-plane-again", "");
            eventually(
                    "it has merged",
                    LIMIT,
                    () -> assertThat(federation
                                    .operator("service", "show", "named/db")
                                    .output())
                            .contains("10.1.0.22"));
            eventually(
                    "it is the writer of all again",
                    LIMIT,
                    () -> assertThat(api.admin()
                                    .get("/apis/coordination.k8s.io/v1/namespaces/hanse/leases/hanse-writer")
                                    .getJsonObject("metadata")
                                    .encode())
                            .doesNotContain("own-endpoints-only"));
        });
        assertThat(answers).containsExactly("10.1.0.22");
        awaitAll("10.1.0.22");
        assertThat(WrittenObjects.version(written.slices("sliced").getFirst())).isEqualTo(version);
        assertThat(api.forbidden()).as("requests that the role does not allow").isEmpty();
    }

    @Test
    void aFrozenControlPlaneIsNotWaitedFor(TestReporter times) {
        TestProcess controlPlane = federation.controlPlane().process();
        controlPlane.signal("STOP");
        endpoint("10.1.0.21");
        report(times, "frozen: answer", () -> awaitAnswer("10.1.0.21"));
        report(times, "frozen: slices", () -> awaitAll("10.1.0.21"));

        Set<String> answers = whatIsAnswered(() -> {
            controlPlane.signal("CONT");
            eventually(
                    "it has merged",
                    LIMIT,
                    () -> assertThat(federation
                                    .operator("service", "show", "named/db")
                                    .output())
                            .contains("10.1.0.21"));
        });
        assertThat(answers).containsExactly("10.1.0.21");
        awaitAll("10.1.0.21");
    }

    private static void report(TestReporter times, String what, Runnable wait) {
        long begun = System.nanoTime();
        wait.run();
        times.publishEntry(what, (System.nanoTime() - begun) / 1_000_000 + " ms");
    }

    /** All different answers about {@code DB}, from before until some seconds after. */
    private Set<String> whatIsAnswered(Runnable meanwhile) {
        Set<String> answers = new TreeSet<>();
        AtomicBoolean ended = new AtomicBoolean();
        Thread asking = Thread.ofVirtual().start(() -> {
            while (!ended.get()) {
                answers.add(answer());
            }
        });
        try {
            meanwhile.run();
            Thread.sleep(Duration.ofSeconds(5));
            ended.set(true);
            asking.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return answers;
    }

    private void export(String namespace, String name, String kind) {
        api.admin().apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: %1$s}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %2$s, namespace: %1$s}
                spec: {%3$sports: [{name: http, port: 80}]}
                ---
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceExport
                metadata: {name: %2$s, namespace: %1$s}
                """.formatted(namespace, name, kind));
        slice(namespace, name, "10.1.0.20");
    }

    private void endpoint(String address) {
        slice("sliced", "web", address);
        slice("shared", "web", address);
        slice("named", "db", address);
    }

    private void slice(String namespace, String name, String address) {
        api.admin().apply("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %2$s-1, namespace: %1$s, labels: {kubernetes.io/service-name: %2$s}}
                addressType: IPv4
                ports: [{name: http, port: 80}]
                endpoints: [{addresses: ["%3$s"]}]
                """.formatted(namespace, name, address));
    }

    private void awaitAnswer(String address) {
        eventually("the answer", LIMIT, () -> assertThat(answer()).isEqualTo(address));
    }

    private void awaitAll(String address) {
        awaitAnswer(address);
        written.awaitEndpoints("sliced", address + " true");
        written.awaitEndpoints("shared", address + " true", "10.2.0.30 true");
        written.awaitEndpoints("named", address + " true");
    }

    private String answer() {
        return api.host()
                .run("dig", "+short", "+tries=1", "-p", "5353", "@127.0.0.1", DB, "A")
                .orFail()
                .output()
                .strip();
    }
}
