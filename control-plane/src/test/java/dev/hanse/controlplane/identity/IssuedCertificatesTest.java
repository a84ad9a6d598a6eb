// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.IssuedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects what is known of certificates from a clock that was ahead for a while. */
class IssuedCertificatesTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private static IssuedCertificate certificate(String serial, String identity, Instant expiresAt) {
        return new IssuedCertificate(serial, identity, NOW, expiresAt, Optional.empty());
    }

    @Test
    void newestOfEachHolderAndRevokedOnesOutliveAClockThatWasAhead() {
        IssuedCertificate before = certificate("1", "east", NOW.plusSeconds(10));
        IssuedCertificate newest = certificate("2", "east", NOW.plusSeconds(20));
        IssuedCertificate revoked =
                certificate("3", "west", NOW.plusSeconds(20)).revoked(NOW);
        IssuedCertificates certificates = new IssuedCertificates(List.of(before, newest, revoked));

        certificates.forgetEnded(NOW.plus(Duration.ofDays(31)));

        assertThat(certificates.knows("1")).isFalse();
        assertThat(certificates.knows("2")).isTrue();
        assertThat(certificates.isRevoked("3")).isTrue();
    }
}
