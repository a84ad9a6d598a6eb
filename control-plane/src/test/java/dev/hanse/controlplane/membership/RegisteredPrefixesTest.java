// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.CreateTokenResponse;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ListAuditRecordsRequest;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.TunnelEndpoint;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the prefixes of clusters, over real TLS: nobody gets what is another one's or nobody's. */
class RegisteredPrefixesTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private static StatusRuntimeException refused(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    private StatusRuntimeException refusedToJoin(RegisterClusterRequest request) {
        return refused(() -> controlPlane.anonymous().registerCluster(request));
    }

    @Test
    void overlapNamesBothClustersAndPrefixes() {
        controlPlane.join("east", "gw-1", "10.10.0.0/16");
        StatusRuntimeException refused = refusedToJoin(
                controlPlane.joinRequest(controlPlane.token("west"), "gw-1", TestKey.fresh(), "10.10.4.0/22"));

        assertThat(Refusals.of(refused)).isEqualTo("FAILED_PRECONDITION PREFIX_OVERLAP");
        assertThat(refused.getStatus().getDescription()).contains("east", "west", "10.10.0.0/16", "10.10.4.0/22");
    }

    @Test
    void manyLargePrefixesAreMoreThanAClusterHas() {
        RegisterClusterRequest right =
                controlPlane.joinRequest(controlPlane.token("east"), "gw-1", TestKey.fresh(), "10.1.0.0/16");
        List<String> large =
                IntStream.range(0, 64).mapToObj(i -> (11 + i) + ".0.0.0/8").toList();

        assertThat(Refusals.fields(refusedToJoin(right.toBuilder()
                        .clearPodPrefixes()
                        .addAllPodPrefixes(large)
                        .build())))
                .containsExactly("pod_prefixes");
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, a token that states just this one",
        "203.0.0.0/16, true, a token that states just this one",
        "203.0.113.0/24, true, ''",
        "203.0.113.0/24, false, ''"
    })
    void prefixesWithAnAddressOfAPeerAreForThoseThatTheTokenStates(String stated, boolean apart, String refusal) {
        TestIdentity east = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        controlPlane
                .gateway(east)
                .connect(Hello.newBuilder()
                        .setTunnelEndpoint(TunnelEndpoint.newBuilder()
                                .setPublicKey(
                                        ByteString.copyFrom(new byte[31]).concat(ByteString.copyFrom(new byte[] {7})))
                                .setUnderlayApart(apart)
                                .addAddresses("203.0.113.7:51820")));
        CreateTokenRequest.Builder token = CreateTokenRequest.newBuilder().setClusterId("west");
        if (!stated.isEmpty()) {
            token.addAllowedPodPrefixes(stated);
        }
        RegisterClusterRequest request = controlPlane.joinRequest(
                controlPlane.registry().createToken(token.build()).getToken(),
                "gw-1",
                TestKey.fresh(),
                "203.0.113.0/24");

        if (refusal.isEmpty()) {
            assertThat(controlPlane.anonymous().registerCluster(request).getIdentity())
                    .isNotEmpty();
        } else {
            StatusRuntimeException refused = refusedToJoin(request);
            assertThat(Refusals.of(refused)).isEqualTo("FAILED_PRECONDITION PREFIX_OVERLAP");
            assertThat(refused.getStatus().getDescription())
                    .contains("203.0.113.0/24", "203.0.113.7", "east/gw-1", refusal);
        }
    }

    private String tokenWithin(CreateTokenRequest.Builder asked, String... allowed) {
        return controlPlane
                .registry()
                .createToken(asked.setClusterId("east")
                        .addAllAllowedPodPrefixes(List.of(allowed))
                        .build())
                .getToken();
    }

    private RegisterClusterRequest east(String token, String... podPrefixes) {
        return controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), podPrefixes);
    }

    @ParameterizedTest
    @CsvSource({"10.21.0.0/16", "10.20.0.0/15", "10.0.0.0/8", "fd00:20:0:0:0:0:0:0/32"})
    void prefixOutsideThoseThatTheTokenAllowsIsRefusedWithBothAndTheTokenStaysGood(String outside) {
        String token = tokenWithin(CreateTokenRequest.newBuilder(), "10.20.0.0/16", "172.20.0.0/14");

        StatusRuntimeException refused = refusedToJoin(east(token, "172.20.0.0/16", outside));

        assertThat(Refusals.of(refused)).isEqualTo("PERMISSION_DENIED PREFIX_NOT_ALLOWED");
        assertThat(refused.getStatus().getDescription()).contains(outside, "east", "10.20.0.0/16, 172.20.0.0/14");
        controlPlane.anonymous().registerCluster(east(token, "10.20.4.0/22", "172.20.0.0/14"));
    }

    @Test
    void allowedPrefixesOutliveARestart() {
        String token = tokenWithin(CreateTokenRequest.newBuilder(), "10.20.0.0/16");
        controlPlane.stop();
        controlPlane.startAgain();

        assertThat(Refusals.of(refusedToJoin(east(token, "10.30.0.0/16"))))
                .isEqualTo("PERMISSION_DENIED PREFIX_NOT_ALLOWED");
    }

    @Test
    void tokenOfAMemberHoldsItsClusterToTheAllowedPrefixesToo() {
        controlPlane.join("east", "gw-1", "10.10.0.0/16");
        for (CreateTokenRequest.Builder asked : List.of(
                CreateTokenRequest.newBuilder().setAdditionalGateway(true),
                CreateTokenRequest.newBuilder().setGatewayName("gw-1"))) {
            StatusRuntimeException refused = refused(() -> tokenWithin(asked.clone(), "10.20.0.0/16"));

            assertThat(Refusals.of(refused)).isEqualTo("PERMISSION_DENIED PREFIX_NOT_ALLOWED");
            assertThat(refused.getStatus().getDescription()).contains("10.10.0.0/16", "10.20.0.0/16");
            assertThat(tokenWithin(asked.clone(), "10.0.0.0/8")).isNotEmpty();
        }
    }

    /** Another cluster that takes the name has other prefixes, which the token's were never compared with. */
    @Test
    void tokenThatWasCheckedAgainstAClusterEndsWithIt() {
        controlPlane.join("east", "gw-1", "10.10.0.0/16");
        String more = tokenWithin(CreateTokenRequest.newBuilder().setAdditionalGateway(true), "10.10.0.0/16");
        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("east").build());
        controlPlane.join("east", "gw-1", "10.30.0.0/16");

        assertThat(Refusals.of(refusedToJoin(controlPlane.joinRequest(more, "gw-2", TestKey.fresh()))))
                .isEqualTo("UNAUTHENTICATED TOKEN_UNKNOWN");
    }

    @Test
    void allowedPrefixesAreToldAndAudited() {
        CreateTokenResponse made = controlPlane
                .registry()
                .createToken(CreateTokenRequest.newBuilder()
                        .setClusterId("east")
                        .addAllowedPodPrefixes("10.20.0.0/16")
                        .build());

        assertThat(made.getAllowedPodPrefixesList()).containsExactly("10.20.0.0/16");
        assertThat(controlPlane
                        .inspection()
                        .listAuditRecords(ListAuditRecordsRequest.getDefaultInstance())
                        .getRecordsList())
                .anySatisfy(line -> assertThat(line.getDetail())
                        .isEqualTo("token " + made.getTokenId() + ", pod prefixes within 10.20.0.0/16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.20.0.1/16", "10.20.0.0", "", "east"})
    void malformedAllowedPrefixIsNamed(String malformed) {
        assertThat(Refusals.fields(refused(() -> tokenWithin(CreateTokenRequest.newBuilder(), malformed))))
                .containsExactly("allowed_pod_prefixes");
    }

    @Test
    void prefixesWithAnAddressOfTheControlPlaneAreRefused(@TempDir Path otherDir) {
        try (TestControlPlane named = TestControlPlane.start(otherDir, List.of("198.51.100.9:9443"))) {
            StatusRuntimeException refused = refused(() -> named.anonymous()
                    .registerCluster(
                            named.joinRequest(named.token("east"), "gw-1", TestKey.fresh(), "198.51.100.9/32")));

            assertThat(Refusals.of(refused)).isEqualTo("FAILED_PRECONDITION PREFIX_OVERLAP");
            assertThat(refused.getStatus().getDescription()).contains("198.51.100.9", "control plane");
        }
    }

    @Test
    void aStatedPrefixWithAnAddressOfTheControlPlaneOutlivesARestart(@TempDir Path otherDir) {
        try (TestControlPlane named = TestControlPlane.start(otherDir, List.of("198.51.100.9:9443"))) {
            String token = named.registry()
                    .createToken(CreateTokenRequest.newBuilder()
                            .setClusterId("east")
                            .addAllowedPodPrefixes("198.51.100.0/24")
                            .build())
                    .getToken();
            named.anonymous().registerCluster(named.joinRequest(token, "gw-1", TestKey.fresh(), "198.51.100.0/24"));
            named.stop();
            named.startAgain();

            assertThat(named.registry()
                            .listClusters(ListClustersRequest.getDefaultInstance())
                            .getClustersList())
                    .singleElement()
                    .satisfies(east -> assertThat(east.getPodPrefixesList()).containsExactly("198.51.100.0/24"));
        }
    }
}
