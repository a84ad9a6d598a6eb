// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import dev.hanse.controlplane.audit.AuditLog;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call whose refusal is audited, whoever refuses it. */
final class AuditedCall<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {

    private final CallRecord record;
    private final AuditLog audit;
    private final AtomicBoolean closed = new AtomicBoolean();

    AuditedCall(ServerCall<Q, A> call, CallRecord record, AuditLog audit) {
        super(call);
        this.record = record;
        this.audit = audit;
    }

    /** Ends a call with what it is refused for. */
    static void refuse(ServerCall<?, ?> call, RefusedException why) {
        StatusRuntimeException status = Statuses.of(why);
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /** The first end counts: a request may be refused for its slowness while its stream ends by itself. */
    @Override
    public void close(Status status, Metadata trailers) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Statuses.reason(status, trailers)
                .filter(reason -> reason.isAudited(record.isNamed()))
                .ifPresent(reason -> audit.refused(
                        record.actor(),
                        record.action(),
                        record.subject(),
                        reason.name(),
                        String.valueOf(status.getDescription())));
        super.close(status, trailers);
    }
}
