// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts certificates of members and operators: issued under our root (RFC 5280 section 6) for TLS clients, and not ended.
 *
 * <p>One that is not valid yet is accepted: it was issued here while the clock of this host was ahead, its holder cannot help
 * that and has no other with which to ask for the next. Thread-safe.
 */
public final class MemberTrust extends X509ExtendedTrustManager {

    private static final Logger LOG = LoggerFactory.getLogger(MemberTrust.class);
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    /** Certificates that a line was written about; none but ours come so far, and more are not told of. */
    private static final int MAX_TOLD = 1_000;

    private final X509Certificate root;
    private final InstantSource clock;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** For certificates under this root. */
    public MemberTrust(X509Certificate root, InstantSource clock) {
        this.root = root;
        this.clock = clock;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String authType) throws CertificateException {
        List<X509Certificate> chain = new ArrayList<>(List.of(presented));
        chain.remove(root);
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate below the root was presented");
        }
        Instant now = clock.instant();
        requirePath(chain, timeWithin(chain, now));
        requireClient(chain.getFirst());
        requireLiving(chain, now);
    }

    /** The time nearest to now at which the whole chain is valid: what is wrong beside its times shows there. */
    private static Instant timeWithin(List<X509Certificate> chain, Instant now) {
        Instant time = now;
        for (X509Certificate each : chain) {
            Instant end = each.getNotAfter().toInstant();
            time = time.isAfter(end) ? end : time;
        }
        for (X509Certificate each : chain) {
            Instant begin = each.getNotBefore().toInstant();
            time = time.isBefore(begin) ? begin : time;
        }
        return time;
    }

    private void requirePath(List<X509Certificate> chain, Instant time) throws CertificateException {
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(time));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the certificate is not of this cluster set: " + e.getMessage(), e);
        }
    }

    private static void requireClient(X509Certificate leaf) throws CertificateException {
        List<String> usage = leaf.getExtendedKeyUsage();
        if (usage == null || !usage.contains(CLIENT_AUTH)) {
            throw new CertificateException("the certificate is not one for TLS clients");
        }
    }

    private void requireLiving(List<X509Certificate> chain, Instant now) throws CertificateException {
        for (X509Certificate each : chain) {
            CertificateLife life = CertificateLife.of(each);
            if (now.isAfter(life.endsAt())) {
                String text =
                        describe(chain.getFirst()) + " ended at " + life.endsAt() + ", the clock of this host says "
                                + now + ": join again with a token, or set the clock that is wrong";
                tell(each, "refused: " + text);
                throw new CertificateExpiredException(text);
            }
            if (now.isBefore(life.beginsAt())) {
                tell(
                        each,
                        describe(chain.getFirst()) + " is not valid before " + life.beginsAt()
                                + ", the clock of this host says " + now
                                + ": accepted, since it was issued here; check time synchronisation");
            }
        }
    }

    private static String describe(X509Certificate leaf) {
        return "certificate " + CertificateIdentity.serialOf(leaf) + " of "
                + CertificateIdentity.of(leaf).uri();
    }

    private void tell(X509Certificate about, String text) {
        if (told.size() < MAX_TOLD && told.add(CertificateIdentity.serialOf(about))) {
            LOG.warn("{}", text);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a control plane calls nobody");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {root};
    }
}
