// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.CertificateIdentity;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Finds out who calls, refuses who may not, and lets the call know its caller. Stands before every call. Thread-safe.
 */
public final class CallerInterceptor implements ServerInterceptor {

    private final String clusterSet;
    private final IssuedCertificates certificates;
    private final UnknownCertificates unknown;
    private final AuditLog audit;
    private final CallLimits calls;
    private final RequestLimits requests;

    /**
     * @param clusterSet whose members may call
     * @param certificates that were issued
     * @param unknown is told of good certificates that are not among them
     * @param audit takes down what is refused, here or later
     * @param calls how many there may be
     * @param requests how large and slow they may be
     */
    public CallerInterceptor(
            String clusterSet,
            IssuedCertificates certificates,
            UnknownCertificates unknown,
            AuditLog audit,
            CallLimits calls,
            RequestLimits requests) {
        this.clusterSet = clusterSet;
        this.certificates = certificates;
        this.unknown = unknown;
        this.audit = audit;
        this.calls = calls;
        this.requests = requests;
    }

    /** Hears of good certificates that the store does not know. */
    @FunctionalInterface
    public interface UnknownCertificates {

        /** Such a certificate was presented. Called before the call goes on, on its thread; more than once for one. */
        void presented(Identity identity, X509Certificate certificate);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        CallRecord record = new CallRecord(addressOf(call), method);
        ServerCall<Q, A> audited = new AuditedCall<>(call, record, audit);
        try {
            Caller caller = callerOf(call);
            record.by(caller);
            requireStanding(caller);
            tellOfUnknown(call, caller);
            Access.check(method, caller);
            calls.begin(caller);
            Context context = record.attachTo(caller.attachTo(Context.current()));
            return new IncomingRequest<>(audited, requests, () -> calls.end(caller))
                    .before(Contexts.interceptCall(context, audited, headers, next));
        } catch (RefusedException e) {
            AuditedCall.refuse(audited, e);
            return new ServerCall.Listener<>() {};
        }
    }

    private static String addressOf(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }

    private Caller callerOf(ServerCall<?, ?> call) {
        return CallerCertificate.of(call.getAttributes())
                .map(certificate -> new Caller(
                        Optional.of(identityOf(certificate)),
                        CertificateIdentity.serialOf(certificate),
                        addressOf(call)))
                .orElseGet(() -> new Caller(Optional.empty(), "", addressOf(call)));
    }

    private void requireStanding(Caller caller) {
        if (certificates.isRevoked(caller.serial())) {
            throw new RefusedException(
                    Reason.IDENTITY_REVOKED, "certificate of " + caller + " was revoked; join again with a token");
        }
    }

    private void tellOfUnknown(ServerCall<?, ?> call, Caller caller) {
        if (caller.identity().isPresent() && !certificates.knows(caller.serial())) {
            CallerCertificate.of(call.getAttributes())
                    .ifPresent(each -> unknown.presented(caller.identity().get(), each));
        }
    }

    private Identity identityOf(X509Certificate certificate) {
        try {
            Identity identity = CertificateIdentity.of(certificate);
            if (identity.clusterSet().equals(clusterSet)) {
                return identity;
            }
            throw new RefusedException(
                    Reason.IDENTITY_MISMATCH,
                    "certificate of " + identity.uri() + " (expected: of cluster set " + clusterSet + ")");
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Reason.IDENTITY_MISMATCH, String.valueOf(e.getMessage()));
        }
    }
}
