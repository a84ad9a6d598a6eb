// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the control plane answered to a certificate request.
 *
 * @param credentials the new key with its certificate
 * @param renewAt when to ask for the next one
 */
public record IssuedCertificate(Credentials credentials, Instant renewAt) {

    /**
     * Checks the answer: the certificate must be for the key of the request and name a gateway.
     *
     * @throws JoinException when the answer cannot be used
     */
    static IssuedCertificate of(
            CertificateRequest request, List<ByteString> chain, List<ByteString> bundle, Timestamp renewAt)
            throws JoinException {
        try {
            Credentials credentials = new Credentials(request.privateKey(), certificates(chain), certificates(bundle));
            if (!request.madeFor(credentials.chain().getFirst().getPublicKey())) {
                throw new JoinException("control plane: answered with a certificate for another key (expected: the key"
                        + " of the request)");
            }
            GatewayIdentity named = credentials.identity();
            return new IssuedCertificate(credentials, renewal(credentials, renewAt, named));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new JoinException(
                    "control plane: answered with certificates that cannot be used: " + e.getMessage(), e);
        }
    }

    /** The named time where it lies within the certificate's life, else two thirds of that. */
    private static Instant renewal(Credentials credentials, Timestamp named, GatewayIdentity identity)
            throws JoinException {
        Instant time = Instant.ofEpochSecond(named.getSeconds(), named.getNanos());
        Instant from = credentials.chain().getFirst().getNotBefore().toInstant();
        if (!from.isBefore(credentials.expiresAt())) {
            throw new JoinException("control plane: the certificate of " + identity + " has no life");
        }
        return time.isAfter(from) && time.isBefore(credentials.expiresAt()) ? time : credentials.renewAt();
    }

    private static List<X509Certificate> certificates(List<ByteString> ders) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (ByteString der : ders) {
            certificates.add(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toByteArray())));
        }
        return certificates;
    }
}
