// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An identity as a certificate carries it (SPIFFE-ID section 2, X.509-SVID section 2).
 *
 * @param trustDomain the cluster set
 * @param path with its leading slash, as {@code /control-plane/cp-1}
 */
record SpiffeId(String trustDomain, String path) {

    /** GeneralName type of a URI in a subject alternative name (RFC 5280 section 4.2.1.6). */
    private static final int URI_NAME = 6;

    /** The identity of a certificate; empty unless it has exactly one. */
    static Optional<SpiffeId> of(X509Certificate certificate) {
        List<String> uris = names(certificate).stream()
                .filter(name -> name.getFirst().equals(URI_NAME))
                .map(name -> (String) name.get(1))
                .toList();
        return uris.size() == 1 ? parse(uris.getFirst()) : Optional.empty();
    }

    static Optional<SpiffeId> parse(String text) {
        try {
            URI uri = URI.create(text);
            boolean named = "spiffe".equals(uri.getScheme()) && uri.getHost() != null && uri.getPath() != null;
            return named ? Optional.of(new SpiffeId(uri.getHost(), uri.getPath())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isControlPlaneOf(String clusterSet) {
        return trustDomain.equals(clusterSet) && path.startsWith("/control-plane/");
    }

    private static Collection<List<?>> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return "spiffe://" + trustDomain + path;
    }
}
