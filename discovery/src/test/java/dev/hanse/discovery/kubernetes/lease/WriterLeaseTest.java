// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.KubernetesTimings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Protects what is said of who writes, where the API server answers too late. The time of day is the test's own. */
final class WriterLeaseTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String OWN_ENDPOINTS_ONLY = """
            {"metadata": {"name": "hanse-writer", "namespace": "hanse", "uid": "u", "resourceVersion": "1",
                          "annotations": {"hanse.dev/own-endpoints-only": "true"}},
             "spec": {"holderIdentity": "gw-1", "leaseDurationSeconds": 12, "leaseTransitions": 0}}
            """;

    @TempDir
    private Path folder;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T00:00:00Z"));
    private final Logger log = (Logger) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Logger.class}, (_, _, arguments) -> {
                Object[] values = Arrays.copyOfRange(arguments, 1, arguments.length);
                said.add(MessageFormatter.basicArrayFormat((String) arguments[0], values));
                return null;
            });

    private HttpServer http;
    private ApiServer server;
    private WriterLease lease;
    private volatile Duration answersAfter = Duration.ZERO;
    private volatile boolean fresh;
    private int version = 1;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::renew);
        http.start();
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                current-context: here
                contexts:
                  - {name: here, context: {cluster: east, user: hanse}}
                clusters:
                  - {name: east, cluster: {server: "http://127.0.0.1:%d"}}
                users:
                  - {name: hanse, user: {token: of-the-test}}
                """.formatted(http.getAddress().getPort()));
        server =
                new ApiServer(new KubernetesConfig(Optional.of(kubeconfig), true, "hanse"), KubernetesTimings.STANDARD);
        lease = new WriterLease(
                server, "hanse", "gw-1", new Random(1), () -> fresh, () -> true, () -> {}, now::get, log);
    }

    @AfterEach
    void close() {
        lease.close();
        server.close();
        http.stop(0);
    }

    /** Every renewal is accepted. */
    private void renew(HttpExchange exchange) throws IOException {
        now.getAndUpdate(before -> before.plus(answersAfter));
        ObjectNode renewed = (ObjectNode) MAPPER.readTree(exchange.getRequestBody());
        version++;
        renewed.withObject("/metadata").put("resourceVersion", "" + version);
        byte[] octets = MAPPER.writeValueAsBytes(renewed);
        exchange.sendResponseHeaders(200, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Test
    void aRenewalThatIsAnsweredTooLateIsTheEndOfWriting() throws Exception {
        ((FollowedLease) lease.followed()).replace(List.of(MAPPER.readTree(OWN_ENDPOINTS_ONLY)));
        lease.start();
        assertThat(next())
                .isEqualTo(
                        "kubernetes: this gateway writes this cluster's own endpoints only, the control plane is away,"
                                + " by the Lease hanse/hanse-writer");

        answersAfter = LeaseRules.OWN_TERM;
        fresh = true;
        lease.onFresh();

        assertThat(next())
                .isEqualTo("kubernetes: this gateway does not write any more; the Lease hanse/hanse-writer was not"
                        + " renewed in time");
        assertThat(lease.mayWrite()).isFalse();
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(said.poll(20, TimeUnit.SECONDS)).orElse("nothing");
    }
}
