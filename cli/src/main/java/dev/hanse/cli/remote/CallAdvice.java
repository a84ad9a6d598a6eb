// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.OneLine;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.Optional;

/** What to do about a call that the control plane, or the way to it, refused. The only place that reads a gRPC status on the operator's side. */
public final class CallAdvice {

    private static final String HANSE = "hanse.dev";

    /** By {@code ErrorInfo.reason} as documented in cluster_registry.proto and inspection.proto. */
    private static final Map<String, String> BY_REASON = Map.ofEntries(
            Map.entry(
                    "CLUSTER_EXISTS",
                    "add a gateway to it with --additional-gateway, replace one that was lost with --gateway NAME, or end its membership"
                            + " first: hanse cluster remove ID"),
            Map.entry("CLUSTER_UNKNOWN", "list the members: hanse cluster list"),
            Map.entry("GATEWAY_EXISTS", "give the gateway another name"),
            Map.entry("GATEWAY_UNKNOWN", "list the gateways: hanse gateway list"),
            Map.entry(
                    "LAST_GATEWAY",
                    "remove the cluster with hanse cluster remove, or replace the gateway: hanse token create CLUSTER --gateway"
                            + " NAME"),
            Map.entry("TUNNEL_ABSENT", "list the gateways and their tunnels: hanse gateway list"),
            Map.entry("SERVICE_UNKNOWN", "list the services: hanse service list"),
            Map.entry("PREFIX_OVERLAP", "give one of the two clusters other pod prefixes"),
            Map.entry("PREFIX_NOT_ALLOWED", "allow all pod prefixes of the cluster: hanse cluster show ID"),
            Map.entry("IDENTITY_REVOKED", "use credentials that are valid: the control plane keeps its operator's"),
            Map.entry("IDENTITY_MISMATCH", "use an operator's credentials, not a gateway's"),
            Map.entry("TOKEN_EXPIRED", "make a new token: hanse token create CLUSTER"),
            Map.entry("TOKEN_USED", "make a new token: hanse token create CLUSTER"),
            Map.entry("IDENTITY_REQUIRED", "use the operator's credentials of this cluster set: --credentials DIR"),
            Map.entry("FIELD_INVALID", "change the request and try again"),
            Map.entry("STORE_UNAVAILABLE", "nothing was changed: see to the control plane's disk and try again"),
            Map.entry("SHUTTING_DOWN", "try again in a moment, or ask another control plane by --server"),
            Map.entry("QUOTA_EXCEEDED", "remove what is not needed any more and try again"),
            Map.entry("RATE_LIMITED", "wait a minute and try again"));

    private CallAdvice() {}

    /** The failure with its next step. */
    public static CommandFailure explain(StatusRuntimeException refused) {
        String said = Optional.ofNullable(refused.getStatus().getDescription()).orElse("no details");
        Optional<String> reason = reason(refused);
        String what = reason.map(name -> said + " (" + name + ")").orElseGet(() -> prefix(refused) + said);
        String next = reason.map(BY_REASON::get).orElseGet(() -> byCode(refused));
        return new CommandFailure(OneLine.of(what), next, refused);
    }

    private static String prefix(StatusRuntimeException refused) {
        return switch (refused.getStatus().getCode()) {
            case UNAVAILABLE -> "the control plane does not answer: " + cause(refused) + ": ";
            case DEADLINE_EXCEEDED -> "the control plane took too long: ";
            case UNIMPLEMENTED -> "the control plane does not know this call: ";
            case INTERNAL, UNKNOWN, DATA_LOSS -> "the control plane failed: ";
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNAUTHENTICATED -> "";
        };
    }

    /** The innermost message says why: "Connection refused", "not a control plane's of cluster set …". */
    private static String cause(Throwable thrown) {
        Throwable inner = thrown;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return inner == thrown ? "no connection" : OneLine.of(inner);
    }

    private static String byCode(StatusRuntimeException refused) {
        return switch (refused.getStatus().getCode()) {
            case UNAVAILABLE ->
                "check --server, that the control plane runs there, and that --credentials are of its cluster set";
            case DEADLINE_EXCEEDED -> "try again, and look at the control plane's log if it stays so";
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                "use the operator's credentials of this cluster set: --credentials DIR";
            case UNIMPLEMENTED -> "upgrade the control plane to the release of this hanse, or the other way round";
            case RESOURCE_EXHAUSTED -> "wait a minute and try again";
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE -> "change the request and try again";
            case INTERNAL, UNKNOWN, DATA_LOSS -> "look at the control plane's log";
        };
    }

    private static Optional<String> reason(StatusRuntimeException refused) {
        Status status = StatusProto.fromThrowable(refused);
        return status == null
                ? Optional.empty()
                : status.getDetailsList().stream()
                        .filter(detail -> detail.is(ErrorInfo.class))
                        .map(CallAdvice::errorInfo)
                        .filter(info -> info.getDomain().equals(HANSE))
                        .map(ErrorInfo::getReason)
                        .findFirst();
    }

    private static ErrorInfo errorInfo(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            return ErrorInfo.getDefaultInstance();
        }
    }
}
