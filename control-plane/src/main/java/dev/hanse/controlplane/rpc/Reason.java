// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Status;

/** Why a call or a stream was refused: the reason in google.rpc.ErrorInfo, and the status that goes with it. */
public enum Reason {
    IDENTITY_REQUIRED(Status.Code.UNAUTHENTICATED),
    IDENTITY_REVOKED(Status.Code.PERMISSION_DENIED),
    IDENTITY_MISMATCH(Status.Code.PERMISSION_DENIED),
    FIELD_INVALID(Status.Code.INVALID_ARGUMENT),
    CSR_INVALID(Status.Code.INVALID_ARGUMENT),
    TOKEN_MALFORMED(Status.Code.UNAUTHENTICATED),
    TOKEN_UNKNOWN(Status.Code.UNAUTHENTICATED),
    TOKEN_EXPIRED(Status.Code.UNAUTHENTICATED),
    TOKEN_USED(Status.Code.UNAUTHENTICATED),
    TOKEN_WRONG_CLUSTER(Status.Code.PERMISSION_DENIED),
    TOKEN_WRONG_GATEWAY(Status.Code.PERMISSION_DENIED),
    CLUSTER_EXISTS(Status.Code.ALREADY_EXISTS),
    GATEWAY_EXISTS(Status.Code.ALREADY_EXISTS),
    CLUSTER_UNKNOWN(Status.Code.NOT_FOUND),
    GATEWAY_UNKNOWN(Status.Code.NOT_FOUND),
    SERVICE_UNKNOWN(Status.Code.NOT_FOUND),
    LAST_GATEWAY(Status.Code.FAILED_PRECONDITION),
    PREFIX_OVERLAP(Status.Code.FAILED_PRECONDITION),
    TUNNEL_ABSENT(Status.Code.FAILED_PRECONDITION),
    TUNNEL_KEY_IN_USE(Status.Code.FAILED_PRECONDITION),
    RATE_LIMITED(Status.Code.RESOURCE_EXHAUSTED),
    QUOTA_EXCEEDED(Status.Code.RESOURCE_EXHAUSTED),
    STORE_UNAVAILABLE(Status.Code.UNAVAILABLE),
    PROTOCOL_VIOLATION(Status.Code.INVALID_ARGUMENT),
    STREAM_SUPERSEDED(Status.Code.ABORTED),
    LEASE_EXPIRED(Status.Code.UNAVAILABLE),
    SHUTTING_DOWN(Status.Code.UNAVAILABLE);

    private final Status.Code code;

    Reason(Status.Code code) {
        this.code = code;
    }

    Status.Code code() {
        return code;
    }
}
