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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

/** Protects the audit log: nothing is done without its record, and no record is made of what was not done. */
class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final StateChange CHANGE =
            new StateChange.PutCluster(new ClusterMember(new ClusterId("east"), List.of(), List.of(), NOW));

    private final MemoryFederationStore store = new MemoryFederationStore();
    private final Queue<SubstituteLoggingEvent> lines = new ConcurrentLinkedQueue<>();
    private final AuditLog audit =
            new AuditLog(new StateWriter(store), InstantSource.fixed(NOW), new SubstituteLogger("audit", lines, false));

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
    void isToldOnlyOnceItIsKept() {
        store.fail(true);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> audit.granted("admin", "cluster.add", "east", "by hand", List.of(CHANGE)));
        assertThat(lines).isEmpty();

        store.fail(false);
        audit.granted("admin", "cluster.add", "east", "by hand", List.of(CHANGE));
        assertThat(lines).hasSize(1);
    }

    @Test
    void refusalIsRecordedOnOneLineOfBoundedLength() {
        audit.refused("192.0.2.1", "cluster.register", "a\nb", "TOKEN_UNKNOWN", "x".repeat(2_000));
        audit.writeRefusals();

        AuditEntry entry = store.audit(10).getFirst();
        assertThat(entry.subject()).isEqualTo("a\\u000ab");
        assertThat(entry.outcome()).isEqualTo("TOKEN_UNKNOWN");
        assertThat(entry.detail()).hasSize(512);
    }

    @Test
    void whatTerminalsObeyIsShown() {
        audit.refused("192.0.2.1", "call", "\u009b31m\u202eevil\u2028\0\ud800", "TOKEN_UNKNOWN", "\u001b[2J");
        audit.writeRefusals();

        assertThat(store.audit(1).getFirst().subject()).isEqualTo("\\u009b31m\\u202eevil\\u2028\\u0000\\ud800");
        assertThat(store.audit(1).getFirst().detail()).isEqualTo("\\u001b[2J");
    }

    @Test
    void repeatedRefusalsAreOneCountAndOneLineOfTheLog() {
        for (int i = 0; i < 25_000; i++) {
            audit.refused("192.0.2.1", "cluster.register", "east/gw-" + i, "TOKEN_UNKNOWN", "");
        }
        audit.refused("192.0.2.1", "cluster.register", "east/gw-1", "TOKEN_USED", "");
        audit.writeRefusals();

        assertThat(store.audit(10))
                .extracting(each -> each.outcome() + " " + each.count() + " " + each.subject())
                .containsExactly("TOKEN_USED 1 east/gw-1", "TOKEN_UNKNOWN 25000 east/gw-24999");
        assertThat(lines).hasSize(2);
    }

    @Test
    void refusalsOfMoreActorsThanCanBeToldApartAreCountedTogether() {
        for (int i = 0; i < 10_000; i++) {
            audit.refused("192.0.2." + i, "call", "m", "IDENTITY_REQUIRED", "");
        }
        audit.writeRefusals();

        List<AuditEntry> all = store.audit(20_000);
        assertThat(all).hasSize(4_097);
        assertThat(all).extracting(AuditEntry::actor).contains("others", "192.0.2.0");
        assertThat(all.stream().mapToLong(AuditEntry::count).sum()).isEqualTo(10_000);
    }

    @Test
    void refusalIsCountedOnWhileTheStoreFailsAndKeptAfterwards() {
        store.fail(true);
        audit.refused("192.0.2.1", "cluster.register", "east", "TOKEN_UNKNOWN", "");
        audit.writeRefusals();
        audit.refused("192.0.2.1", "cluster.register", "west", "TOKEN_UNKNOWN", "");
        audit.writeRefusals();
        assertThat(store.audit(10)).isEmpty();

        store.fail(false);
        audit.writeRefusals();
        audit.writeRefusals();

        assertThat(store.audit(10))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.count() + " " + entry.subject()).isEqualTo("2 west"));
    }
}
