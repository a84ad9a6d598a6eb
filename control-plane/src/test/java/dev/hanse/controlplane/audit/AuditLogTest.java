// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.controlplane.testing.MemoryFederationStore;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the audit log: nothing is done without its record, and no record is made of what was not done. */
class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final StateChange CHANGE =
            new StateChange.PutCluster(new ClusterMember(new ClusterId("east"), List.of(), List.of(), NOW));

    private final MemoryFederationStore store = new MemoryFederationStore();
    private final AuditLog audit = new AuditLog(new StateWriter(store), InstantSource.fixed(NOW));

    @Test
    void whatIsDoneIsKeptWithItsRecord() {
        audit.granted("admin", "cluster.add", "east", "by hand", List.of(CHANGE));

        assertThat(store.load().clusters()).hasSize(1);
        assertThat(store.audit(10))
                .containsExactly(new AuditEntry(NOW, "admin", "cluster.add", "east", AuditEntry.GRANTED, "by hand"));
    }

    @Test
    void nothingIsDoneThatCannotBeRecorded() {
        store.fail(true);

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> audit.granted("admin", "cluster.add", "east", "by hand", List.of(CHANGE)));
        store.fail(false);
        assertThat(store.load().clusters()).isEmpty();
        assertThat(store.audit(10)).isEmpty();
    }

    @Test
    void refusalIsRecordedOnOneLineOfBoundedLength() {
        audit.refused("192.0.2.1", "cluster.register", "a\nb", "TOKEN_UNKNOWN", "x".repeat(2_000));

        AuditEntry entry = store.audit(10).getFirst();
        assertThat(entry.subject()).isEqualTo("a b");
        assertThat(entry.outcome()).isEqualTo("TOKEN_UNKNOWN");
        assertThat(entry.detail()).hasSize(512);
    }

    @Test
    void refusalStaysOneWhileTheStoreFails() {
        store.fail(true);
        audit.refused("192.0.2.1", "cluster.register", "east", "TOKEN_UNKNOWN", "");

        store.fail(false);
        assertThat(store.audit(10)).isEmpty();
    }
}
