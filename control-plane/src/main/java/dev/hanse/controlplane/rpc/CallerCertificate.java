// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The certificate that the other end of a connection showed and TLS verified. */
public final class CallerCertificate {

    private CallerCertificate() {}

    /** From the attributes of a connection or of a call on it; empty: it showed none, which joining needs. */
    public static Optional<X509Certificate> of(Attributes attributes) {
        SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        try {
            return session == null ? Optional.empty() : Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
