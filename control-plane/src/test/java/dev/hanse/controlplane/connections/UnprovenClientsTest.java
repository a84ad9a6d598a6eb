// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.net.testing.RawClient;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.ListAuditRecordsRequest;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RenewCertificateRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects members from who is none, over real sockets: he may have few connections, for a short time, and say little. */
class UnprovenClientsTest {

    private static final String REGISTER =
            ClusterRegistryGrpc.getRegisterClusterMethod().getFullMethodName();

    @TempDir
    private Path dataDir;

    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (RawClient each : clients) {
            each.close();
        }
    }

    private static ServerLimits limits(int unproven, int ofNetwork, Duration age) {
        return ServerLimits.ofThisProcess().with(new ConnectionLimits(64, 4, unproven, ofNetwork, 256 * 1_024, age));
    }

    private static ServerLimits impatient(Duration request, Duration idle) {
        return new ServerLimits(ConnectionLimits.ofThisProcess(), request, idle);
    }

    private static int port(TestControlPlane controlPlane) {
        String address = controlPlane.address();
        return Integer.parseInt(address, address.indexOf(':') + 1, address.length(), 10);
    }

    private void connect(int number, String from, int port) {
        for (int i = 0; i < number; i++) {
            connect(from, port);
        }
    }

    /** Whether it became a connection. */
    private boolean connect(String from, int port) {
        try {
            clients.add(RawClient.connect(from, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            return true;
        } catch (IOException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("TLS of the JDK", e);
        }
    }

    @Test
    void hundredsOfIdleConnectionsShutNoMemberOut() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir, limits(120, 60, Duration.ofMinutes(1)))) {
            TestIdentity identity = controlPlane.join("east", "gw-1", "10.1.0.0/16");

            connect(150, "127.0.0.2", port(controlPlane));
            connect(150, "127.0.0.3", port(controlPlane));

            assertThat(clients.stream().filter(each -> !each.isEnded(5))).hasSizeBetween(60, 120);
            assertThat(controlPlane.gateway(identity).connect().getClusterId()).isEqualTo("east");
            assertThat(controlPlane
                            .inspection()
                            .listAuditRecords(ListAuditRecordsRequest.newBuilder()
                                    .setAction("connection")
                                    .build())
                            .getRecordsList())
                    .extracting(each -> each.getActor() + " " + each.getOutcome())
                    .contains("127.0.0.2 QUOTA_EXCEEDED", "127.0.0.3 QUOTA_EXCEEDED");
        }
    }

    @Test
    void idleConnectionsOfTheSameAddressMakeRoom() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir, limits(20, 10, Duration.ofMinutes(1)))) {
            TestIdentity identity = controlPlane.join("east", "gw-1", "10.1.0.0/16");
            connect(50, "127.0.0.1", port(controlPlane));

            // As a gateway would, until those that are idle are old enough to go.
            int certificates = ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(identity)))
                    .withWaitForReady()
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .renewCertificate(RenewCertificateRequest.newBuilder()
                            .setCsr(ByteString.copyFrom(TestKey.fresh().csr()))
                            .build())
                    .getCertificateChainCount();

            assertThat(certificates).isPositive();
        }
    }

    @Test
    void unprovenConnectionEndsWhateverItDoes() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir, limits(20, 10, Duration.ofSeconds(1)))) {
            BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
            watch(controlPlane.channel(Optional.empty()), answers);
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isInstanceOf(HealthCheckResponse.class);

            assertThat(answers.poll(10, TimeUnit.SECONDS)).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @Test
    void memberIsLeftWhereItIs() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir, limits(20, 10, Duration.ofSeconds(1)))) {
            TestIdentity identity = controlPlane.join("east", "gw-1", "10.1.0.0/16");
            BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
            watch(controlPlane.channel(Optional.of(identity)), answers);
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isInstanceOf(HealthCheckResponse.class);

            assertThat(answers.poll(3, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void connectionWithoutACallEnds() throws Exception {
        try (TestControlPlane controlPlane =
                TestControlPlane.start(dataDir, impatient(Duration.ofSeconds(10), Duration.ofSeconds(1)))) {
            assertThat(connect("127.0.0.1", port(controlPlane))).isTrue();
            clients.getFirst().introduce();

            assertThat(clients.getFirst().isEnded(20_000)).isTrue();
        }
    }

    @Test
    void halfSentRequestIsRefusedInTime() throws Exception {
        try (TestControlPlane controlPlane =
                TestControlPlane.start(dataDir, impatient(Duration.ofSeconds(1), Duration.ofSeconds(30)))) {
            RawClient client = begin(controlPlane, 1_000, 500);

            assertThat(client.awaits(RawClient.HEADERS)).isTrue();
            assertThat(refusals(controlPlane)).containsExactly("REQUEST_INCOMPLETE");
        }
    }

    @Test
    void largeRequestIsRefusedBeforeItIsThere() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            RawClient client = begin(controlPlane, 4 * 1_024 * 1_024, 80_000);

            assertThat(client.awaits(RawClient.HEADERS)).isTrue();
            assertThat(refusals(controlPlane)).containsExactly("QUOTA_EXCEEDED");
        }
    }

    @Test
    void muchEndsTheConnection() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            RawClient client = begin(controlPlane, 1_000, 500);
            try {
                for (int i = 0; i < 50; i++) {
                    client.beginMessage(60_000, 60_000);
                }
            } catch (IOException e) {
                // Ended while it was sent to.
            }
            assertThat(client.isEnded(10_000)).isTrue();
        }
    }

    private RawClient begin(TestControlPlane controlPlane, int announced, int sent) throws IOException {
        assertThat(connect("127.0.0.1", port(controlPlane))).isTrue();
        RawClient client = clients.getFirst();
        client.introduce();
        client.call(REGISTER);
        client.beginMessage(announced, sent);
        return client;
    }

    private static List<String> refusals(TestControlPlane controlPlane) {
        return controlPlane
                .inspection()
                .listAuditRecords(ListAuditRecordsRequest.getDefaultInstance())
                .getRecordsList()
                .stream()
                .map(each -> each.getOutcome())
                .toList();
    }

    @Test
    void largeRequestIsToldWhatIsAllowed() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> controlPlane
                            .anonymous()
                            .registerCluster(RegisterClusterRequest.newBuilder()
                                    .setCsr(ByteString.copyFrom(new byte[100_000]))
                                    .build()));

            assertThat(Refusals.of(refused)).isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED");
            assertThat(refused.getStatus().getDescription()).contains("65536 octets");
        }
    }

    @Test
    void watchesOfHealthAreFew() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
            for (int i = 0; i < 40; i++) {
                // Each on a connection of its own, for one bears only 32 calls.
                watch(controlPlane.channel(Optional.empty()), answers);
            }
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Object answer = answers.poll(10, TimeUnit.SECONDS);
                said.add(answer instanceof Throwable refused ? Refusals.of(refused) : "watching");
            }

            assertThat(said).filteredOn("watching"::equals).hasSize(32);
            assertThat(said)
                    .filteredOn("RESOURCE_EXHAUSTED QUOTA_EXCEEDED"::equals)
                    .hasSize(8);
        }
    }

    private static void watch(ManagedChannel channel, BlockingQueue<Object> answers) {
        HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse value) {
                answers.add(value);
            }

            @Override
            public void onError(Throwable failure) {
                answers.add(failure);
            }

            @Override
            public void onCompleted() {
                answers.add("completed");
            }
        });
    }

    @Test
    void renewalsOfOneGatewayAreFew() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestIdentity identity = controlPlane.join("east", "gw-1", "10.1.0.0/16");
            ClusterRegistryGrpc.ClusterRegistryBlockingStub gateway = ClusterRegistryGrpc.newBlockingStub(
                            controlPlane.channel(Optional.of(identity)))
                    .withDeadlineAfter(60, TimeUnit.SECONDS);
            RenewCertificateRequest request = RenewCertificateRequest.newBuilder()
                    .setCsr(ByteString.copyFrom(TestKey.fresh().csr()))
                    .build();
            for (int i = 0; i < 10; i++) {
                gateway.renewCertificate(request);
            }

            assertThat(Refusals.of(catchThrowableOfType(
                            StatusRuntimeException.class, () -> gateway.renewCertificate(request))))
                    .isEqualTo("RESOURCE_EXHAUSTED RATE_LIMITED");
        }
    }
}
