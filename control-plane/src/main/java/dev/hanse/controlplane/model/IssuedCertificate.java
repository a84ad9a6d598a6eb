// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A leaf certificate that the authority has issued.
 *
 * @param serial in lower-case hexadecimal
 * @param identity SPIFFE id that it was issued to
 * @param issuedAt when
 * @param expiresAt when it ends
 * @param revokedAt when it was revoked; empty: it was not
 */
public record IssuedCertificate(
        String serial, String identity, Instant issuedAt, Instant expiresAt, Optional<Instant> revokedAt) {

    /** The same certificate, revoked. */
    public IssuedCertificate revoked(Instant now) {
        return new IssuedCertificate(serial, identity, issuedAt, expiresAt, Optional.of(now));
    }
}
