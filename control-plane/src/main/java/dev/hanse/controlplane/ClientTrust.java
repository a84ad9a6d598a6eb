// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import io.netty.handler.ssl.OpenSslCertificateException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts whom another one trusts, and has BoringSSL say why not: a certificate of another authority ends
 * with the alert unknown_ca (RFC 8446 section 6.2) and not with internal_error. Thread-safe.
 *
 * @param decides whom
 */
record ClientTrust(X509TrustManager decides) implements X509TrustManager {

    /** X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY. */
    private static final int NO_ISSUER = 20;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            decides.checkClientTrusted(chain, authType);
        } catch (CertificateException e) {
            throw isOfTime(e) ? e : new OpenSslCertificateException(e.getMessage(), e, NO_ISSUER);
        }
    }

    private static boolean isOfTime(@Nullable Throwable why) {
        return why != null
                && (why instanceof CertificateExpiredException
                        || why instanceof CertificateNotYetValidException
                        || isOfTime(why.getCause()));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a control plane is no client of " + Arrays.toString(chain));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return decides.getAcceptedIssuers();
    }
}
