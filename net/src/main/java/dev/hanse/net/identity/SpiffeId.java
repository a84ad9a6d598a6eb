// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The name of a process as a certificate carries it (SPIFFE-ID section 2, X.509-SVID section 2): {@code spiffe://}, the
 * trust domain, and a path. Nothing is said of which trust domains and paths there are: each role accepts its own.
 *
 * @param trustDomain the cluster set; not empty
 * @param path the parts between the slashes behind it; any may be empty
 */
public record SpiffeId(String trustDomain, List<String> path) {

    private static final String SCHEME = "spiffe://";

    /** GeneralName type of a URI in a subject alternative name (RFC 5280 section 4.2.1.6). */
    private static final Integer URI_NAME = 6;

    /** Copies the path. */
    public SpiffeId {
        path = List.copyOf(path);
    }

    /** A name of these parts. */
    public static SpiffeId of(String trustDomain, String... path) {
        return new SpiffeId(trustDomain, List.of(path));
    }

    /** Reads a name; empty if the text begins otherwise, has no trust domain, or holds a space or a control character. */
    public static Optional<SpiffeId> parse(String text) {
        if (!text.startsWith(SCHEME) || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            return Optional.empty();
        }
        List<String> parts = List.of(text.substring(SCHEME.length()).split("/", -1));
        return parts.getFirst().isEmpty()
                ? Optional.empty()
                : Optional.of(new SpiffeId(parts.getFirst(), parts.subList(1, parts.size())));
    }

    /** The name of a certificate's holder; empty unless the certificate has exactly one URI, and that is such a name. */
    public static Optional<SpiffeId> of(X509Certificate certificate) {
        try {
            List<String> uris = uris(certificate);
            return uris.size() == 1 ? parse(uris.getFirst()) : Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    /**
     * The URIs among a certificate's names. One that says who its holder is has exactly one.
     *
     * @throws CertificateParsingException if the names cannot be read
     */
    public static List<String> uris(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> URI_NAME.equals(name.get(0)))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
    }

    /** Whether this names a control plane of the cluster set, whichever. */
    public boolean isControlPlaneOf(String clusterSet) {
        return trustDomain.equals(clusterSet)
                && path.size() > 1
                && path.getFirst().equals("control-plane");
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return path.isEmpty() ? SCHEME + trustDomain : SCHEME + trustDomain + "/" + String.join("/", path);
    }
}
