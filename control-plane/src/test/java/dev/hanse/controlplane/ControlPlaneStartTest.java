// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestIdentity;
import io.grpc.ManagedChannel;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects operators at start and stop: one clear line for what cannot work, and nothing left behind. */
class ControlPlaneStartTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path dataDir;

    private static ControlPlaneConfig config(Path dataDir, String clusterSet, InetSocketAddress listen) {
        return new ControlPlaneConfig(clusterSet, "cp-1", dataDir, listen, List.of(), ANY_PORT);
    }

    @Test
    void secondProcessOnTheSameDataIsRefused() throws Exception {
        try (ControlPlane first = ControlPlane.start(config(dataDir, "demo", ANY_PORT))) {
            assertThat(first.address().getPort()).isPositive();
            assertThatThrownBy(() -> ControlPlane.start(config(dataDir, "demo", ANY_PORT)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(dataDir.toString())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void portInUseIsNamedAndTheDataIsFreeAgain(@TempDir Path otherDir) throws Exception {
        try (ControlPlane first = ControlPlane.start(config(dataDir, "demo", ANY_PORT))) {
            assertThatThrownBy(() -> ControlPlane.start(config(otherDir, "demo", first.address())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(first.address().getPort()))
                    .hasMessageContaining("free port");
            assertThatThrownBy(() -> ControlPlane.start(new ControlPlaneConfig(
                            "demo", "cp-1", otherDir, ANY_PORT, List.of(), first.statusAddress())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("status-listen");
        }
        ControlPlane.start(config(otherDir, "demo", ANY_PORT)).close();
    }

    @Test
    void dataOfAnotherClusterSetIsRefused() throws Exception {
        ControlPlane.start(config(dataDir, "demo", ANY_PORT)).close();

        assertThatThrownBy(() -> ControlPlane.start(config(dataDir, "other", ANY_PORT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("demo");
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        ControlPlane controlPlane = ControlPlane.start(config(dataDir, "demo", ANY_PORT));
        controlPlane.close();

        assertThatCode(controlPlane::close).doesNotThrowAnyException();
    }

    @Test
    void dataIsForItsOwnerOnly() throws Exception {
        Path fresh = dataDir.resolve("fresh");
        ControlPlane.start(config(fresh, "demo", ANY_PORT)).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rwx------");
        for (String secret :
                List.of("ca-root-key.pem", "ca-issuing-key.pem", "pair-keys.secret", "operator/operator-key.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.resolve(secret))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anyClientCanLearnTheContractByReflection() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            ManagedChannel channel = controlPlane.channel(Optional.of(TestIdentity.operator(dataDir)));
            CompletableFuture<ListServiceResponse> answer = new CompletableFuture<>();
            StreamObserver<ServerReflectionRequest> questions = ServerReflectionGrpc.newStub(channel)
                    .serverReflectionInfo(new StreamObserver<>() {
                        @Override
                        public void onNext(ServerReflectionResponse response) {
                            answer.complete(response.getListServicesResponse());
                        }

                        @Override
                        public void onError(Throwable cause) {
                            answer.completeExceptionally(cause);
                        }

                        @Override
                        public void onCompleted() {}
                    });
            questions.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("").build());

            assertThat(answer.get(30, TimeUnit.SECONDS).getServiceList())
                    .extracting(ServiceResponse::getName)
                    .contains("hanse.v1.ClusterRegistry", "hanse.v1.Federation", "hanse.v1.Inspection");
        }
    }
}
