// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;

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
    PREFIX_NOT_ALLOWED(Status.Code.PERMISSION_DENIED),
    PREFIX_OVERLAP(Status.Code.FAILED_PRECONDITION),
    TUNNEL_ABSENT(Status.Code.FAILED_PRECONDITION),
    TUNNEL_ADDRESS_IN_USE(Status.Code.FAILED_PRECONDITION),
    TUNNEL_KEY_IN_USE(Status.Code.FAILED_PRECONDITION),
    RATE_LIMITED(Status.Code.RESOURCE_EXHAUSTED),
    QUOTA_EXCEEDED(Status.Code.RESOURCE_EXHAUSTED),
    REQUEST_INCOMPLETE(Status.Code.DEADLINE_EXCEEDED),
    STORE_UNAVAILABLE(Status.Code.UNAVAILABLE),
    PROTOCOL_VIOLATION(Status.Code.INVALID_ARGUMENT),
    STREAM_SUPERSEDED(Status.Code.ABORTED),
    LEASE_EXPIRED(Status.Code.UNAVAILABLE),
    SHUTTING_DOWN(Status.Code.UNAVAILABLE);

    private static final Set<Reason> PASSING =
            EnumSet.of(STORE_UNAVAILABLE, STREAM_SUPERSEDED, LEASE_EXPIRED, SHUTTING_DOWN);
    private static final Set<Reason> ANSWERS = EnumSet.of(FIELD_INVALID, CLUSTER_UNKNOWN, SERVICE_UNKNOWN);

    private final Status.Code code;

    Reason(Status.Code code) {
        this.code = code;
    }

    Status.Code code() {
        return code;
    }

    /**
     * Whether a refusal for this reason is written down: not where nothing was refused but the stream or the moment was
     * wrong, nor where a call that only looks named something that is not there.
     *
     * @param changes whether the call would have changed something
     */
    boolean isAudited(boolean changes) {
        return !PASSING.contains(this) && (changes || !ANSWERS.contains(this));
    }
}
