// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.FederationGrpc;
import dev.hanse.proto.v1.InspectionGrpc;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protects every call: who it is for stands in the table, and a call that is not there is nobody's. */
class AccessTest {

    private static final Caller NOBODY = new Caller(Optional.empty(), "", "192.0.2.1");
    private static final Caller GATEWAY =
            caller(new Identity.OfGateway("demo", new GatewayId(new ClusterId("east"), "gw-1")));
    private static final Caller OPERATOR = caller(new Identity.OfOperator("demo", "admin"));
    private static final Caller CONTROL_PLANE = caller(new Identity.OfControlPlane("demo", "cp-1"));

    private static Caller caller(Identity identity) {
        return new Caller(Optional.of(identity), "1", "192.0.2.1");
    }

    static Stream<String> ownCalls() {
        return Stream.of(
                        ClusterRegistryGrpc.getServiceDescriptor(),
                        FederationGrpc.getServiceDescriptor(),
                        InspectionGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getFullMethodName);
    }

    private static boolean admits(String method, Caller caller) {
        try {
            Access.check(method, caller);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("ownCalls")
    void eachCallIsForExactlyOneKindOfCaller(String method) {
        boolean join = method.endsWith("/RegisterCluster");

        assertThat(admits(method, NOBODY)).isEqualTo(join);
        assertThat(admits(method, CONTROL_PLANE)).isEqualTo(join);
        assertThat(admits(method, GATEWAY) ^ admits(method, OPERATOR)).isEqualTo(!join);
    }

    @Test
    void gatewaysExchangeAndRenew() {
        assertThatCode(() -> Access.check("hanse.v1.Federation/Exchange", GATEWAY))
                .doesNotThrowAnyException();
        assertThatCode(() -> Access.check("hanse.v1.ClusterRegistry/RenewCertificate", GATEWAY))
                .doesNotThrowAnyException();
    }

    @Test
    void unknownCallIsRefusedEvenToOperators() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Access.check("hanse.v1.ClusterRegistry/Obey", OPERATOR))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IDENTITY_MISMATCH));
    }

    @Test
    void missingCertificateIsToldApartFromAWrongOne() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Access.check("hanse.v1.Federation/Exchange", NOBODY))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IDENTITY_REQUIRED));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Access.check("hanse.v1.Federation/Exchange", OPERATOR))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IDENTITY_MISMATCH));
    }
}
