// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import dev.hanse.controlplane.identity.Identity;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.FederationGrpc;
import dev.hanse.proto.v1.InspectionGrpc;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.Map;

/** Who may call what. A call that is not named here is nobody's. */
enum Access {
    /** Also callers without a certificate. */
    ANYONE,
    /** Whoever has a certificate of this cluster set. */
    ANY_IDENTITY,
    /** Gateways of members. */
    GATEWAY,
    /** Operators. */
    OPERATOR;

    private static final Map<String, Access> CALLS = Map.ofEntries(
            Map.entry(ClusterRegistryGrpc.getCreateTokenMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getRegisterClusterMethod().getFullMethodName(), ANYONE),
            Map.entry(ClusterRegistryGrpc.getRenewCertificateMethod().getFullMethodName(), GATEWAY),
            Map.entry(ClusterRegistryGrpc.getListClustersMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getGetClusterMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getDescribeRemovalMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getRemoveClusterMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getRemoveGatewayMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getRotateGatewayKeyMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getDrainGatewayMethod().getFullMethodName(), OPERATOR),
            Map.entry(ClusterRegistryGrpc.getUndrainGatewayMethod().getFullMethodName(), OPERATOR),
            Map.entry(FederationGrpc.getExchangeMethod().getFullMethodName(), GATEWAY),
            Map.entry(InspectionGrpc.getListServicesMethod().getFullMethodName(), OPERATOR),
            Map.entry(InspectionGrpc.getGetServiceMethod().getFullMethodName(), OPERATOR),
            Map.entry(InspectionGrpc.getListConnectionsMethod().getFullMethodName(), OPERATOR),
            Map.entry(InspectionGrpc.getResolveMethod().getFullMethodName(), OPERATOR),
            Map.entry(InspectionGrpc.getListAuditRecordsMethod().getFullMethodName(), OPERATOR),
            Map.entry(HealthGrpc.getCheckMethod().getFullMethodName(), ANYONE),
            Map.entry(HealthGrpc.getWatchMethod().getFullMethodName(), ANYONE),
            Map.entry(ServerReflectionGrpc.getServerReflectionInfoMethod().getFullMethodName(), ANY_IDENTITY));

    /**
     * Checks that a caller may make a call.
     *
     * @throws RefusedException if not
     */
    static void check(String method, Caller caller) {
        Access access = CALLS.get(method);
        if (access == null) {
            throw new RefusedException(Reason.IDENTITY_MISMATCH, "call " + method + " (expected: a call of this API)");
        }
        if (access == ANYONE) {
            return;
        }
        Identity identity = caller.identity()
                .orElseThrow(() -> new RefusedException(
                        Reason.IDENTITY_REQUIRED,
                        "call " + method + " without a client certificate (expected: one of this cluster set)"));
        if (!access.admits(identity)) {
            throw new RefusedException(
                    Reason.IDENTITY_MISMATCH,
                    "call " + method + " by " + identity.uri() + " (expected: " + access + ")");
        }
    }

    private boolean admits(Identity identity) {
        return switch (this) {
            case ANYONE, ANY_IDENTITY -> true;
            case GATEWAY -> identity instanceof Identity.OfGateway;
            case OPERATOR -> identity instanceof Identity.OfOperator;
        };
    }

    @Override
    public String toString() {
        return switch (this) {
            case ANYONE -> "anyone";
            case ANY_IDENTITY -> "a certificate of this cluster set";
            case GATEWAY -> "a gateway";
            case OPERATOR -> "an operator";
        };
    }
}
