// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.net.time.RepeatLimit;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes what the caller is told. */
public final class Statuses {

    private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);
    private static final String DOMAIN = "hanse.dev";

    /** A peer that finds a fault of ours may find it as often as it can call. */
    private static final RepeatLimit<String> FAILURES = new RepeatLimit<>(System::nanoTime);

    private Statuses() {}

    /** The status for a failure; what nobody expected is logged and told as INTERNAL, without its text. */
    public static StatusRuntimeException of(Throwable failure) {
        return switch (failure) {
            case RefusedException refused -> of(refused);
            case ProtocolViolationException violation ->
                of(new RefusedException(Reason.PROTOCOL_VIOLATION, text(violation)));
            case StoreUnavailableException unavailable ->
                of(new RefusedException(Reason.STORE_UNAVAILABLE, text(unavailable)));
            case StatusRuntimeException status -> status;
            default -> internal(failure);
        };
    }

    /** Why a call was refused, from the status that its caller gets; empty: it was not refused, or not by us. */
    static Optional<Reason> reason(io.grpc.Status status, Metadata trailers) {
        if (status.isOk()) {
            return Optional.empty();
        }
        Status details = StatusProto.fromStatusAndTrailers(status, trailers);
        return details.getDetailsList().stream()
                .filter(each -> each.is(ErrorInfo.class))
                .map(Statuses::errorInfo)
                .filter(each -> each.getDomain().equals(DOMAIN))
                .map(each -> Reason.valueOf(each.getReason()))
                .findFirst();
    }

    private static ErrorInfo errorInfo(Any detail) {
        try {
            return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("details of our own", e);
        }
    }

    private static String text(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static StatusRuntimeException internal(Throwable failure) {
        FAILURES.tell(failure.getClass().getName() + at(failure))
                .ifPresent(untold -> LOG.error("call failed{}", untold, failure));
        return io.grpc.Status.INTERNAL
                .withDescription("internal error; the control plane's log says more")
                .asRuntimeException();
    }

    private static String at(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static StatusRuntimeException of(RefusedException refused) {
        Status.Builder status = Status.newBuilder()
                .setCode(refused.reason().code().value())
                .setMessage(text(refused))
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(refused.reason().name())
                        .build()));
        if (!refused.fields().isEmpty()) {
            BadRequest.Builder fields = BadRequest.newBuilder();
            refused.fields()
                    .forEach(each -> fields.addFieldViolationsBuilder()
                            .setField(each.field())
                            .setDescription(each.description()));
            status.addDetails(Any.pack(fields.build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
