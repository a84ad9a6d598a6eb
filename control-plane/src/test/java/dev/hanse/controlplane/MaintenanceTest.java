// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.identity.OperatorCredentials;
import dev.hanse.controlplane.identity.ServerCertificate;
import dev.hanse.controlplane.membership.FanOut;
import dev.hanse.controlplane.membership.MemberStreams;
import dev.hanse.controlplane.membership.Membership;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.testing.MemoryFederationStore;
import dev.hanse.controlplane.views.Views;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.keys.PresharedKey;
import dev.hanse.net.keys.TunnelPublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what must happen without anybody asking: ends that come by time. */
class MaintenanceTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final GatewayId GATEWAY = new GatewayId(new ClusterId("east"), "gw-1");

    @TempDir
    private Path directory;

    private final MemoryFederationStore store = new MemoryFederationStore();
    private final List<GatewayId> ended = new ArrayList<>();
    private Instant now = NOW;
    private IssuedCertificates revocations = new IssuedCertificates(List.of());

    private Maintenance maintenance() throws IOException {
        InstantSource clock = () -> now;
        StateWriter writer = new StateWriter(store);
        revocations = new IssuedCertificates(store.load().certificates());
        CertificateAuthority authority = CertificateAuthority.open(directory, "demo", clock, new SecureRandom());
        return new Maintenance(
                authority,
                new ServerCertificate(authority, new Identity.OfControlPlane("demo", "cp-1"), List.of(), clock),
                new OperatorCredentials(
                        directory.resolve("operator"),
                        authority,
                        new Identity.OfOperator("demo", "admin"),
                        revocations,
                        clock),
                revocations,
                writer,
                membership(authority, writer, clock).expiry(writer));
    }

    private Membership membership(CertificateAuthority authority, StateWriter writer, InstantSource clock) {
        SavedState saved = store.load();
        Peers peers = new Peers(saved, (_, _) -> PresharedKey.of(new byte[32]));
        MemberExports exports = new MemberExports(ExportLimits.DEFAULT, Duration.ofSeconds(30), saved, now);
        Views views = new Views(writer, () -> {}, () -> "epoch");
        return new Membership(
                "demo",
                authority,
                revocations,
                saved.tokens(),
                new AuditLog(writer, clock),
                new FanOut(peers, exports, views, new RecordedEnds()),
                clock);
    }

    private final class RecordedEnds implements MemberStreams {
        @Override
        public Optional<Instant> lastHeard(GatewayId gateway) {
            return Optional.empty();
        }

        @Override
        public boolean retireKey(GatewayId gateway, TunnelPublicKey key) {
            return false;
        }

        @Override
        public boolean drain(GatewayId gateway, boolean drained) {
            return false;
        }

        @Override
        public void end(GatewayId gateway, RefusedException reason) {
            ended.add(gateway);
        }

        @Override
        public void endAll(ClusterId cluster, RefusedException reason) {}
    }

    @Test
    void streamEndsWithItsCertificate() throws Exception {
        store.commit(List.of(
                new StateChange.PutCluster(new ClusterMember(GATEWAY.cluster(), List.of(), List.of(), NOW)),
                new StateChange.PutGateway(GatewayMember.joined(GATEWAY, NOW, NOW.plus(Duration.ofHours(24))))));
        Maintenance maintenance = maintenance();
        maintenance.run();
        assertThat(ended).isEmpty();

        now = NOW.plus(Duration.ofHours(24)).plusSeconds(1);
        maintenance.run();

        assertThat(ended).containsExactly(GATEWAY);
    }

    @Test
    void revocationOutlivesItsCertificateSinceClocksAreSetBack() throws Exception {
        store.commit(List.of(new StateChange.PutCertificate(new IssuedCertificate(
                "ab", "spiffe://demo/cluster/east/gateway/gw-1", NOW, NOW.plusSeconds(60), Optional.of(NOW)))));
        Maintenance maintenance = maintenance();

        now = NOW.plus(Duration.ofDays(1));
        maintenance.run();
        assertThat(revocations.isRevoked("ab")).isTrue();

        now = NOW.plus(Duration.ofDays(1)).plusSeconds(61);
        maintenance.run();
        assertThat(revocations.isRevoked("ab")).isTrue();
        assertThat(store.load().certificates())
                .extracting(IssuedCertificate::serial)
                .doesNotContain("ab");
    }

    @Test
    void damagedFilesOfTheOperatorAreWrittenAnew() throws Exception {
        Maintenance maintenance = maintenance();
        maintenance.run();
        for (String name : List.of("operator.pem", "operator-key.pem")) {
            Path file = directory.resolve("operator").resolve(name);
            byte[] before = Files.readAllBytes(file);
            Files.writeString(file, "-----BEGIN NOTHING-----");
            maintenance.run();
            assertThat(Files.readString(file)).startsWith("-----BEGIN ").isNotEqualTo("-----BEGIN NOTHING-----");
            assertThat(Files.readAllBytes(file)).as("another one").isNotEqualTo(before);
        }
    }

    @Test
    void filesOfTheOperatorThatCannotBeWrittenHoldUpNothing() throws Exception {
        store.commit(List.of(new StateChange.PutCertificate(new IssuedCertificate(
                "ab", "spiffe://demo/cluster/east/gateway/gw-1", NOW, NOW.plusSeconds(60), Optional.of(NOW)))));
        Files.createFile(directory.resolve("operator"));
        Maintenance maintenance = maintenance();
        now = NOW.plus(Duration.ofDays(1)).plusSeconds(61);
        maintenance.run();
        assertThat(directory.resolve("operator")).isRegularFile();
        assertThat(store.load().certificates())
                .extracting(IssuedCertificate::serial)
                .doesNotContain("ab");
    }

    @Test
    void storeThatFailsStopsNothing() throws Exception {
        Maintenance maintenance = maintenance();
        store.fail(true);

        maintenance.run();
        store.fail(false);
        maintenance.run();

        assertThat(directory.resolve("operator/operator.pem")).exists();
    }
}
