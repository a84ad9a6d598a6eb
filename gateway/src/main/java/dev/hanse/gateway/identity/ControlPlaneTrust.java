// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.net.identity.CaPin;
import dev.hanse.net.identity.ServerTrust;
import dev.hanse.net.identity.SpiffeId;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accepts control planes of one cluster set and nobody else: the chain must lead to a known root (RFC 5280), serve TLS,
 * and name {@code spiffe://<cluster set>/control-plane/<name>}. Host names are not looked at: the identity is the
 * SPIFFE id, whatever address it answers on. Thread-safe.
 */
public final class ControlPlaneTrust extends ServerTrust {

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final int MAX_TRUST_DOMAIN = 253;

    private final String clusterSet;
    private final Roots roots;

    /** Which of a presented chain's roots counts. */
    private interface Roots {
        Collection<X509Certificate> of(List<X509Certificate> chain) throws CertificateException;
    }

    private ControlPlaneTrust(String clusterSet, Roots roots) {
        super("a gateway trusts no TLS clients");
        this.clusterSet = clusterSet;
        this.roots = roots;
    }

    /** For a member: trusts the roots that it was given. */
    public static ControlPlaneTrust bundle(String clusterSet, List<X509Certificate> bundle) {
        List<X509Certificate> copy = List.copyOf(bundle);
        return new ControlPlaneTrust(clusterSet, chain -> copy);
    }

    /** For first contact: trusts a chain that ends in a certificate with the pinned key. */
    public static ControlPlaneTrust pinned(String clusterSet, CaPin pin) {
        return new ControlPlaneTrust(clusterSet, chain -> pinnedRoot(chain, pin));
    }

    private static List<X509Certificate> pinnedRoot(List<X509Certificate> chain, CaPin pin)
            throws CertificateException {
        X509Certificate last = chain.getLast();
        if (!pin.matches(last)) {
            throw new CertificateException(
                    "the server's chain does not end in the CA that the join token pins (expected:" + " key hash " + pin
                            + "); the token is of another cluster set, or something sits in between");
        }
        return List.of(last);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String authType) throws CertificateException {
        List<X509Certificate> chain = Arrays.asList(presented);
        if (chain.isEmpty()) {
            throw new CertificateException("the server presented no certificate");
        }
        requirePath(chain, roots.of(chain));
        requireControlPlane(chain.getFirst());
    }

    private static void requirePath(List<X509Certificate> chain, Collection<X509Certificate> roots)
            throws CertificateException {
        Set<TrustAnchor> anchors =
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        List<X509Certificate> below =
                chain.stream().filter(each -> !roots.contains(each)).toList();
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(below);
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (GeneralSecurityException e) {
            requireTimes(below, e);
            throw new CertificateException(
                    "the server's certificate is not of this cluster set, or this host's clock is wrong: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Two clocks that differ look like a wrong certificate; the message names both. */
    private static void requireTimes(List<X509Certificate> chain, GeneralSecurityException failure)
            throws CertificateException {
        Instant now = Instant.now();
        for (X509Certificate each : chain) {
            Instant from = each.getNotBefore().toInstant();
            Instant to = each.getNotAfter().toInstant();
            if (now.isBefore(from) || now.isAfter(to)) {
                throw new CertificateException(
                        "the server's certificate is valid from " + from + " to " + to
                                + " by the control plane's clock, but this host's clock says " + now
                                + " (expected: a time in between; set the clock that is wrong)",
                        failure);
            }
        }
    }

    private void requireControlPlane(X509Certificate leaf) throws CertificateException {
        List<String> usage = leaf.getExtendedKeyUsage();
        String id = spiffeId(leaf);
        boolean named = SpiffeId.parse(id)
                .filter(found -> found.isControlPlaneOf(clusterSet))
                .isPresent();
        if (usage == null || !usage.contains(SERVER_AUTH) || !named) {
            throw new CertificateException("the server is \"" + id + "\" (expected: spiffe://" + clusterSet
                    + "/control-plane/<name>, with a certificate for servers)");
        }
    }

    /**
     * The one URI among the certificate's names; empty when there is none or more than one (a SPIFFE certificate has
     * exactly one).
     */
    static String spiffeId(X509Certificate certificate) {
        try {
            List<String> uris = SpiffeId.uris(certificate);
            return uris.size() == 1 ? uris.getFirst() : "";
        } catch (CertificateParsingException e) {
            return "";
        }
    }

    static void requireTrustDomain(String clusterSet) {
        if (clusterSet.length() > MAX_TRUST_DOMAIN) {
            throw new IllegalArgumentException(
                    "cluster set: " + clusterSet.length() + " characters (expected: at most " + MAX_TRUST_DOMAIN + ")");
        }
        for (String label : clusterSet.split("\\.", -1)) {
            DnsLabel.require("cluster set", label);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
