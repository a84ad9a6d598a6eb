// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.ObjectName;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Protects other gateways from a Lease that does not say how much its holder knows. */
final class LeaseBodyTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final LeaseBody body = new LeaseBody(new ObjectName("hanse", "hanse-writer"), "gw-1");

    @Test
    void aNewOneSaysWhetherItsHolderHearsTheControlPlane() {
        SeenLease alone = SeenLease.of(body.created(true, NOW), 0);
        SeenLease hearing = SeenLease.of(body.created(false, NOW), 0);

        assertThat(alone.alone()).isTrue();
        assertThat(hearing.alone()).isFalse();
        assertThat(hearing.holder()).isEqualTo("gw-1");
    }
}
