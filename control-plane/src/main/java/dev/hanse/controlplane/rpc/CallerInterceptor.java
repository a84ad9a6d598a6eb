// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

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
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who calls, refuses who may not, and lets the call know its caller. Stands before every call. Thread-safe.
 */
public final class CallerInterceptor implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(CallerInterceptor.class);

    private final String clusterSet;
    private final IssuedCertificates certificates;
    private final UnknownCertificates unknown;

    /**
     * For one cluster set.
     *
     * @param certificates that were issued
     * @param unknown is told of good certificates that are not among them
     */
    public CallerInterceptor(String clusterSet, IssuedCertificates certificates, UnknownCertificates unknown) {
        this.clusterSet = clusterSet;
        this.certificates = certificates;
        this.unknown = unknown;
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
        try {
            Caller caller = callerOf(call);
            Access.check(method, caller);
            return Contexts.interceptCall(caller.attachTo(Context.current()), call, headers, next);
        } catch (RefusedException e) {
            LOG.info("refused {}: {}: {}", method, e.reason(), e.getMessage());
            StatusRuntimeException status = Statuses.of(e);
            Metadata trailers = status.getTrailers();
            call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
    }

    private <Q, A> Caller callerOf(ServerCall<Q, A> call) {
        String address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown";
        X509Certificate certificate = certificateOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        if (certificate == null) {
            return new Caller(Optional.empty(), "", address);
        }
        Identity identity = identityOf(certificate);
        String serial = CertificateIdentity.serialOf(certificate);
        if (certificates.isRevoked(serial)) {
            throw new RefusedException(
                    Reason.IDENTITY_REVOKED,
                    "certificate of " + identity.uri() + " was revoked; join again with a token");
        }
        if (!certificates.knows(serial)) {
            unknown.presented(identity, certificate);
        }
        return new Caller(Optional.of(identity), serial, address);
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

    private static @Nullable X509Certificate certificateOf(@Nullable SSLSession session) {
        try {
            return session == null ? null : (X509Certificate) session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            // The client showed no certificate: allowed here, and for RegisterCluster needed.
            return null;
        }
    }
}
