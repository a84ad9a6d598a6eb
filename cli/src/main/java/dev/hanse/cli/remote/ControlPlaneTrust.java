// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import dev.hanse.net.identity.ServerTrust;
import dev.hanse.net.identity.SpiffeId;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Accepts the control planes of one cluster set and nobody else: the chain must end in the set's root and the certificate must carry a control
 * plane's SPIFFE identity. Host names play no part, as an address says nothing about who answers there.
 */
final class ControlPlaneTrust extends ServerTrust {

    private final X509TrustManager chains;
    private final String clusterSet;

    ControlPlaneTrust(List<X509Certificate> roots, String clusterSet) throws GeneralSecurityException {
        super("this side is a client");
        this.chains = pkix(roots);
        this.clusterSet = clusterSet;
    }

    private static X509TrustManager pkix(List<X509Certificate> roots) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root-" + i, roots.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkServerTrusted(chain, authType);
        boolean trusted = SpiffeId.of(chain[0])
                .filter(id -> id.isControlPlaneOf(clusterSet))
                .isPresent();
        if (!trusted) {
            throw new CertificateException("certificate of " + chain[0].getSubjectX500Principal()
                    + " is not a control plane's of cluster set " + clusterSet);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
