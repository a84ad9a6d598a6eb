// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * From when to when a certificate is valid (RFC 5280 section 4.1.2.5), both included.
 *
 * @param beginsAt the first moment
 * @param endsAt the last one
 */
record CertificateLife(Instant beginsAt, Instant endsAt) {

    static CertificateLife of(X509Certificate certificate) {
        return new CertificateLife(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** Whether the certificate is not valid yet, or not any more: it is old, or made under another clock. */
    boolean isForeignTo(Instant now) {
        return now.isBefore(beginsAt) || now.isAfter(endsAt);
    }

    boolean endsWithin(Duration time, Instant now) {
        return !now.isBefore(endsAt.minus(time));
    }
}
