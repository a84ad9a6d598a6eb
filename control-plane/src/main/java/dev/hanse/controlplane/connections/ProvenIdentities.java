// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import dev.hanse.controlplane.identity.CertificateIdentity;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.rpc.CallerCertificate;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;

/** Tells who is at the other end of a connection once TLS knows. A revoked certificate proves nothing. Thread-safe. */
final class ProvenIdentities extends ServerTransportFilter {

    private final Connections connections;
    private final IssuedCertificates certificates;

    ProvenIdentities(Connections connections, IssuedCertificates certificates) {
        this.connections = connections;
        this.certificates = certificates;
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        CallerCertificate.of(attributes)
                .flatMap(this::identity)
                .ifPresent(identity ->
                        connections.prove(ends(attributes), identity.uri().toString()));
        return attributes;
    }

    private Optional<Identity> identity(X509Certificate certificate) {
        if (certificates.isRevoked(CertificateIdentity.serialOf(certificate))) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificateIdentity.of(certificate));
        } catch (IllegalArgumentException _) {
            // Each of its calls will be refused with the reason.
            return Optional.empty();
        }
    }

    private static Connections.Ends ends(Attributes attributes) {
        return new Connections.Ends(
                Objects.requireNonNull(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                Objects.requireNonNull(attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)));
    }
}
