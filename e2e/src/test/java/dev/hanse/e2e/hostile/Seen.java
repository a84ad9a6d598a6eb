// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.hanse.proto.v1.DeltaAck;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What an attacker was told, and how often. Thread-safe. */
final class Seen {

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    void note(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    /** An export was answered: the reason for each item, or that it was taken. */
    void note(DeltaAck ack) {
        if (ack.getRefusalsCount() == 0) {
            note("TAKEN");
        }
        ack.getRefusalsList().forEach(refusal -> note(refusal.getReason()));
    }

    /** A call or a stream has failed: the reason of the contract where there is one, else the status of gRPC. */
    void note(Throwable failure) {
        note(reason(failure));
    }

    static String reason(Throwable failure) {
        if (!(failure instanceof StatusRuntimeException status)) {
            return failure.getClass().getSimpleName();
        }
        com.google.rpc.Status details = StatusProto.fromThrowable(status);
        return details == null
                ? code(status)
                : details.getDetailsList().stream()
                        .filter(each -> each.is(ErrorInfo.class))
                        .findFirst()
                        .map(Seen::errorInfo)
                        .orElseGet(() -> code(status));
    }

    private static String code(StatusRuntimeException status) {
        return Status.fromThrowable(status).getCode().name();
    }

    private static String errorInfo(com.google.protobuf.Any detail) {
        try {
            return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line: {@code REASON=count} each. */
    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }
}
