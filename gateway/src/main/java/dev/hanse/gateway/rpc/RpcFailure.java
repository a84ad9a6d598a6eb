// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.hanse.net.text.VisibleText;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a failed call means: the one place where the gateway reads gRPC status and error details.
 *
 * @param code the gRPC code
 * @param reason {@code ErrorInfo.reason} of the control plane, or {@link #SERVER_NOT_TRUSTED}; empty when the failure
 *     comes from elsewhere
 * @param message one line for an operator
 */
public record RpcFailure(Status.Code code, String reason, String message) {

    /** In place of a reason of the control plane: its certificate was not accepted here. */
    public static final String SERVER_NOT_TRUSTED = "SERVER_NOT_TRUSTED";

    private static final String ENDED_THERE =
            "this gateway's certificate has ended by the clock of the control plane (expected: one that lasts; join again by"
                    + " a token, or set the clock that is wrong)";
    private static final String DOMAIN = "hanse.dev";
    private static final int MAX_MESSAGE = 500;

    /** Reads a failure from what a stub threw or a stream ended with. */
    public static RpcFailure of(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        com.google.rpc.@Nullable Status details = StatusProto.fromThrowable(failure);
        List<Any> any = details == null ? List.of() : details.getDetailsList();
        String reason = distrusts(status) ? SERVER_NOT_TRUSTED : reason(any);
        return new RpcFailure(status.getCode(), reason, line(message(status) + fields(any)));
    }

    /** Whether trying again, at this address or another, can succeed without anybody doing anything. */
    public boolean transientFailure() {
        if (reason.equals(SERVER_NOT_TRUSTED)) {
            return false;
        }
        return switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, CANCELLED, INTERNAL, UNKNOWN -> true;
            default -> false;
        };
    }

    private static boolean distrusts(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static String message(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException refused && refused.getMessage() != null) {
                return refused.getMessage();
            }
            if (cause.getCause() == null && cause.getMessage() != null && !(cause instanceof RuntimeException)) {
                return endedThere(cause.getMessage()) ? ENDED_THERE : cause.getMessage();
            }
        }
        String description = status.getDescription();
        return description == null ? status.getCode().name() : description;
    }

    /** The alert of RFC 8446 section 6.2, as BoringSSL and the JDK write it. */
    private static boolean endedThere(String message) {
        return message.toLowerCase(Locale.ROOT).contains("certificate_expired");
    }

    private static String reason(List<Any> details) {
        return details.stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(detail -> unpack(detail, ErrorInfo.class, ErrorInfo.getDefaultInstance()))
                .filter(info -> info.getDomain().equals(DOMAIN))
                .map(ErrorInfo::getReason)
                .findFirst()
                .orElse("");
    }

    private static String fields(List<Any> details) {
        return details.stream()
                .filter(detail -> detail.is(BadRequest.class))
                .flatMap(detail ->
                        unpack(detail, BadRequest.class, BadRequest.getDefaultInstance())
                                .getFieldViolationsList()
                                .stream())
                .map(violation -> "; " + violation.getField() + ": " + violation.getDescription())
                .collect(Collectors.joining());
    }

    private static <M extends com.google.protobuf.Message> M unpack(Any detail, Class<M> type, M otherwise) {
        try {
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            return otherwise;
        }
    }

    private static String line(String text) {
        String flat = VisibleText.of(text.replaceAll("\\s+", " "));
        return flat.length() <= MAX_MESSAGE ? flat : flat.substring(0, MAX_MESSAGE) + "…";
    }

    /** {@code reason: message}, or the message alone. */
    @Override
    public String toString() {
        return reason.isEmpty() ? message : reason + ": " + message;
    }
}
