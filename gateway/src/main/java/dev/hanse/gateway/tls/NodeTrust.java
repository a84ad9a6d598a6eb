// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the other side of the node port: a certificate of one of the authorities, for TLS servers where a server shows it and for TLS clients where a client does (RFC 5280 section 4.2.1.12), so that
 * neither can play the other. Names are not looked at. Thread-safe.
 */
public final class NodeTrust extends X509ExtendedTrustManager {

    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    private final Supplier<NodeCredentials> own;
    private final Consumer<String> refused;

    /**
     * @param own names the authorities
     * @param refused hears why somebody is not accepted; any thread
     */
    public NodeTrust(Supplier<NodeCredentials> own, Consumer<String> refused) {
        this.own = own;
        this.refused = refused;
    }

    private void check(X509Certificate[] chain, String purpose, String whose) throws CertificateException {
        try {
            require(Arrays.asList(chain), purpose, whose);
        } catch (CertificateException e) {
            refused.accept(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void require(List<X509Certificate> chain, String purpose, String whose) throws CertificateException {
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate from " + whose);
        }
        requirePath(chain, whose);
        List<String> purposes = chain.getFirst().getExtendedKeyUsage();
        if (purposes == null || !purposes.contains(purpose)) {
            throw new CertificateException("the certificate of " + whose + " is not made for that side (expected: "
                    + whose + " with the directory of its own that hanse node credentials makes, or extended key usage "
                    + purpose + ")");
        }
    }

    private void requirePath(List<X509Certificate> chain, String whose) throws CertificateException {
        List<X509Certificate> authorities = own.get().authorities();
        List<X509Certificate> below =
                chain.stream().filter(each -> !authorities.contains(each)).toList();
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(below);
            PKIXParameters parameters = new PKIXParameters(authorities.stream()
                    .map(each -> new TrustAnchor(each, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    "the certificate of " + whose + ", " + chain.getFirst().getSubjectX500Principal()
                            + ", is not of the node authority in ca.crt, or has ended: " + e.getMessage()
                            + " (expected: credentials of one run of hanse node credentials on gateways and nodes)",
                    e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain, SERVER, "the gateway");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain, CLIENT, "a node");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain, SERVER, "the gateway");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain, CLIENT, "a node");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, SERVER, "the gateway");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, CLIENT, "a node");
    }
}
