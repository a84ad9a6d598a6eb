// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** What a client sees of a refused call. */
final class Refusal {

    private Refusal() {}

    static String text(StatusRuntimeException refused) {
        StringBuilder text = new StringBuilder(refused.getStatus().getCode().name())
                .append(
                        refused.getStatus().getDescription() == null
                                ? ""
                                : ": " + refused.getStatus().getDescription())
                .append('\n');
        Status status = StatusProto.fromThrowable(refused);
        if (status != null) {
            status.getDetailsList().forEach(detail -> text.append(detail(detail)));
        }
        return text.toString();
    }

    private static String detail(Any detail) {
        try {
            if (detail.is(ErrorInfo.class)) {
                ErrorInfo info = detail.unpack(ErrorInfo.class);
                return "reason " + info.getReason() + " of " + info.getDomain() + "\n";
            }
            if (detail.is(BadRequest.class)) {
                StringBuilder fields = new StringBuilder();
                detail.unpack(BadRequest.class)
                        .getFieldViolationsList()
                        .forEach(field -> fields.append("field ")
                                .append(field.getField())
                                .append(": ")
                                .append(field.getDescription())
                                .append('\n'));
                return fields.toString();
            }
            return "detail " + detail.getTypeUrl() + "\n";
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
