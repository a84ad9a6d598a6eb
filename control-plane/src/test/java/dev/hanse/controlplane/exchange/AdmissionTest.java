// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects streams from those whose membership ended between the call and its Hello. */
class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final GatewayId EAST = new GatewayId(new ClusterId("east"), "gw-1");
    private static final GatewayMember MEMBER = GatewayMember.joined(EAST, NOW, NOW);
    private static final IssuedCertificate CERTIFICATE =
            new IssuedCertificate("ab", "spiffe://demo/cluster/east/gateway/gw-1", NOW, NOW, Optional.empty());

    private final Members members = new Members(new SavedState(
            List.of(new ClusterMember(EAST.cluster(), List.of(), List.of(), NOW)),
            List.of(MEMBER),
            List.of(CERTIFICATE),
            List.of(),
            SavedExports.NONE));
    private final IssuedCertificates certificates = new IssuedCertificates(List.of(CERTIFICATE));
    private final Admission admission = new Admission(members, certificates);

    @Test
    void memberWithItsCertificateIsAdmitted() {
        assertThat(admission.requireMember(EAST, "ab")).isEqualTo(MEMBER);
        assertThat(admission.requireCluster(EAST).id()).isEqualTo(EAST.cluster());
    }

    @Test
    void revokedCertificateIsRefused() {
        certificates.put(CERTIFICATE.revoked(NOW));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> admission.requireMember(EAST, "ab"))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.IDENTITY_REVOKED));
    }

    @Test
    void whoIsNoMemberIsRefused() {
        GatewayId other = new GatewayId(new ClusterId("west"), "gw-1");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> admission.requireMember(other, "cd"))
                .withMessageContaining("west/gw-1 is no member any more");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> admission.requireCluster(other));
    }
}
