// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.controlplane.testing.MemoryFederationStore;
import dev.hanse.discovery.model.ClusterId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the two halves of a revocation from each other: both stand, or neither, and a start finishes what was cut off. */
class RevocationStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ClusterId NORTH = new ClusterId("north");
    private static final IssuedCertificate CERTIFICATE = new IssuedCertificate(
            "ab", "spiffe://demo/cluster/north/gateway/gw-1", NOW, NOW.plusSeconds(60), Optional.empty());
    private static final TokenRecord TOKEN = new TokenRecord(
            "t1",
            "00ff",
            NORTH,
            new TokenPurpose.NewCluster(),
            AllowedPrefixes.ANY,
            NOW.plusSeconds(60),
            Optional.empty());
    private static final TokenRecord USED = TOKEN.used(new Redemption(NOW, "", ""));
    private static final List<StateChange> REMOVAL =
            List.of(new StateChange.RemoveCluster(NORTH), new StateChange.PutCertificate(CERTIFICATE.revoked(NOW)));

    @TempDir
    private Path directory;

    private final MemoryFederationStore store = new MemoryFederationStore();

    private RevocationLog.Opened open(MemoryFederationStore over) throws IOException {
        return RevocationLog.open(directory, over, over.load(), "00ff", InstantSource.fixed(NOW));
    }

    private static void fill(MemoryFederationStore store) {
        store.commit(List.of(
                new StateChange.PutCluster(new ClusterMember(NORTH, List.of(), List.of(), NOW)),
                new StateChange.PutCertificate(CERTIFICATE),
                new StateChange.PutToken(TOKEN)));
    }

    private long records() throws IOException {
        return RevocationFile.read(directory.resolve(RevocationLog.NAME))
                .records()
                .last();
    }

    @Test
    void storeThatRefusesTakesTheRecordsBack() throws Exception {
        fill(store);
        var opened = open(store).store();
        store.fail(true);

        assertThatThrownBy(() -> opened.commit(REMOVAL)).isInstanceOf(StoreUnavailableException.class);
        assertThat(records()).isZero();

        store.fail(false);
        opened.commit(REMOVAL);
        assertThat(records()).isEqualTo(2);
        assertThat(store.marks()).containsEntry(StoreMark.REVOCATIONS, "2");
    }

    @Test
    void whatIsInEffectStandsThoughTheStoreCannotBeWritten() throws Exception {
        fill(store);
        var opened = open(store).store();
        store.fail(true);
        opened.inEffect(REMOVAL);
        assertThat(records()).isEqualTo(2);
        store.fail(false);
        assertThat(open(store).replay().clusters()).as("after a crash").containsExactly(NORTH);

        opened.commit(REMOVAL);
        assertThat(records()).as("written once").isEqualTo(2);
        assertThat(store.marks()).containsEntry(StoreMark.REVOCATIONS, "2");
    }

    @Test
    void fileThatCannotBeWrittenChangesNothing() throws Exception {
        fill(store);
        var opened = open(store).store();
        Files.delete(directory.resolve(RevocationLog.NAME));

        assertThatThrownBy(() -> opened.commit(REMOVAL))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("revocations.log cannot be written");
        assertThat(store.load().clusters()).hasSize(1);
    }

    @Test
    void olderStoreIsBroughtUpToTheFile() throws Exception {
        fill(store);
        open(store).store().commit(REMOVAL);
        MemoryFederationStore restored = new MemoryFederationStore();
        fill(restored);

        Replay replay = open(restored).replay();

        assertThat(replay.clusters()).containsExactly(NORTH);
        assertThat(replay.certificates()).containsExactly("ab");
        assertThat(restored.load().clusters()).isEmpty();
        assertThat(restored.load().certificates()).containsExactly(CERTIFICATE.revoked(NOW));
        assertThat(restored.audit(1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("store.restored"));
        assertThat(open(restored).replay().isEmpty()).as("once").isTrue();
    }

    @Test
    void gatewayThatWasRemovedIsRemovedAgainAndItsClusterStays() throws Exception {
        GatewayId gateway = new GatewayId(NORTH, "gw-2");
        StateChange joined = new StateChange.PutGateway(GatewayMember.joined(gateway, NOW, NOW));
        fill(store);
        store.commit(List.of(joined));
        open(store).store().commit(List.of(new StateChange.RemoveGateway(gateway)));
        MemoryFederationStore restored = new MemoryFederationStore();
        fill(restored);
        restored.commit(List.of(joined));

        assertThat(open(restored).replay().gateways()).containsExactly(gateway);

        assertThat(restored.load().gateways()).isEmpty();
        assertThat(restored.load().clusters()).hasSize(1);
        restored.commit(List.of(joined));
        assertThat(open(restored).replay().isEmpty())
                .as("the name was given again")
                .isTrue();
    }

    @Test
    void whatAWriterInsistsOnOutlivesACrashBeforeTheStoreCanBeWritten() throws Exception {
        fill(store);
        StateWriter writer = new StateWriter(open(store).store());
        store.fail(true);
        assertThat(writer.insist(REMOVAL)).isFalse();

        store.fail(false);
        assertThat(open(store).replay().clusters()).as("after the crash").containsExactly(NORTH);
        assertThat(store.load().clusters()).isEmpty();
    }

    @Test
    void usedTokenStaysUsedAndIsNoReasonToRemoveAnything() throws Exception {
        fill(store);
        open(store).store().commit(List.of(new StateChange.PutToken(USED)));
        assertThat(open(store).replay().isEmpty()).as("the store knew").isTrue();
        MemoryFederationStore restored = new MemoryFederationStore();
        fill(restored);

        assertThat(open(restored).replay().tokens()).containsExactly("t1");

        assertThat(restored.load().tokens()).containsExactly(USED);
        assertThat(restored.load().clusters()).hasSize(1);
    }

    @Test
    void firstFileHoldsWhatTheStoreOfAnEarlierReleaseHadRevoked() throws Exception {
        fill(store);
        store.commit(REMOVAL);

        RevocationLog.Opened opened = open(store);

        assertThat(opened.replay().isEmpty()).isTrue();
        assertThat(opened.revoked()).containsExactly(CERTIFICATE.revoked(NOW));
    }

    @Test
    void fileOfAnotherAuthorityIsRefused() throws Exception {
        open(store);

        assertThatThrownBy(() -> RevocationLog.open(directory, store, store.load(), "ee00", InstantSource.fixed(NOW)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to the root key 00ff");
    }
}
