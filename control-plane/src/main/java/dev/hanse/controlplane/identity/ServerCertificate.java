// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import io.grpc.util.AdvancedTlsX509KeyManager;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The control plane's own certificate. Its key lives in memory only; each start makes another. Replaced while serving:
 * new connections use the new one, old ones stay.
 *
 * <p>Owned by the control loop; the key manager is thread-safe.
 */
public final class ServerCertificate {

    private final CertificateAuthority authority;
    private final Identity.OfControlPlane identity;
    private final List<GeneralName> names;
    private final InstantSource clock;
    private final AdvancedTlsX509KeyManager keyManager;
    private CertificateChain chain;

    /**
     * Issues the first certificate.
     *
     * @param hosts names and literal addresses under which the control plane is reached
     */
    public ServerCertificate(
            CertificateAuthority authority, Identity.OfControlPlane identity, List<String> hosts, InstantSource clock) {
        this.authority = authority;
        this.identity = identity;
        this.names = ServerNames.of(hosts);
        this.clock = clock;
        this.keyManager = new AdvancedTlsX509KeyManager();
        this.chain = renew();
    }

    /** For the TLS server; always gives the newest certificate. */
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    /** When the certificate in use ends. */
    public Instant expiresAt() {
        return chain.expiresAt();
    }

    /**
     * Replaces the certificate after two thirds of its life, or when the clock disowns it or one above it: it was made
     * while the clock was ahead, or the issuing key was replaced for that.
     */
    public boolean renewIfDue() {
        Instant now = clock.instant();
        boolean due = !now.isBefore(chain.renewAt())
                || CertificateLife.of(chain.leaf()).isForeignTo(now)
                || CertificateLife.of(chain.issuing()).isForeignTo(now);
        if (due) {
            chain = renew();
        }
        return due;
    }

    private CertificateChain renew() {
        KeyPair pair = authority.newKey();
        CertificateChain fresh = authority.issue(identity, pair.getPublic(), names, CertificateAuthority.LEAF_LIFE);
        // The root goes along, so that a client that knows only its pin can check it.
        keyManager.updateIdentityCredentials(fresh.all().toArray(X509Certificate[]::new), pair.getPrivate());
        return fresh;
    }
}
