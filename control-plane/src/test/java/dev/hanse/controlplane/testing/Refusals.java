// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** Reads the rich details of a refused call. */
public final class Refusals {

    private Refusals() {}

    /** {@code CODE REASON}, for example {@code NOT_FOUND CLUSTER_UNKNOWN}; the code alone where there is no reason. */
    public static String of(Throwable failure) {
        if (!(failure instanceof StatusRuntimeException refused)) {
            return "no status: " + failure;
        }
        Status status = StatusProto.fromThrowable(refused);
        String code = refused.getStatus().getCode().name();
        if (status == null) {
            return code;
        }
        return status.getDetailsList().stream()
                .filter(each -> each.is(ErrorInfo.class))
                .map(each -> code + " " + unpack(each, ErrorInfo.class).getReason())
                .findFirst()
                .orElse(code);
    }

    /** The fields that the refusal names. */
    public static List<String> fields(StatusRuntimeException refused) {
        Status status = StatusProto.fromThrowable(refused);
        return status == null
                ? List.of()
                : status.getDetailsList().stream()
                        .filter(each -> each.is(BadRequest.class))
                        .flatMap(each -> unpack(each, BadRequest.class).getFieldViolationsList().stream())
                        .map(BadRequest.FieldViolation::getField)
                        .toList();
    }

    private static <T extends com.google.protobuf.Message> T unpack(com.google.protobuf.Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
