// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.testing.TestControlPlane;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what orchestrators and Prometheus rely on. */
class StatusTest {

    private static HttpResponse<String> get(InetSocketAddress address, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void runningControlPlaneIsHealthyAndCounted(@TempDir Path dataDir) throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            controlPlane
                    .gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"))
                    .connect();
            InetSocketAddress status = controlPlane.statusAddress();

            assertThat(get(status, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(status, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(status, "/other").statusCode()).isEqualTo(404);
            assertThat(get(status, "/metrics").body())
                    .contains("hanse_clusters 1.0", "hanse_gateways_connected 1.0", "hanse_store_behind 0.0");
            assertThat(HealthGrpc.newBlockingStub(controlPlane.channel(Optional.empty()))
                            .withDeadlineAfter(30, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.newBuilder()
                                    .setService("hanse.v1.Federation")
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void problemMakesItUnready() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (StatusServer server =
                StatusServer.start(loopback, () -> "the disk is full", () -> "a notice\n", () -> "")) {
            HttpResponse<String> answer = get(server.address(), "/readyz");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("the disk is full");
            assertThat(get(server.address(), "/healthz").statusCode()).isEqualTo(200);
        }
    }
}
