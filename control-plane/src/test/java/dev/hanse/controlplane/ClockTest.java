// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RenewCertificateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects members, over real TLS, from what was certified while the clock of the control plane was ahead. */
class ClockTest {

    private static final Duration AHEAD = Duration.ofHours(1);

    @TempDir
    private Path dataDir;

    private void join() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            controlPlane.join("east", "gw-1", "10.10.0.0/16");
        }
    }

    /** What the authority does while the clock is ahead. */
    private TestIdentity issueAhead() throws IOException {
        TestKey key = TestKey.fresh();
        CertificateChain chain = CertificateAuthority.open(
                        dataDir,
                        TestControlPlane.CLUSTER_SET,
                        InstantSource.fixed(Instant.now().plus(AHEAD)),
                        new SecureRandom())
                .issue(
                        new Identity.OfGateway(
                                TestControlPlane.CLUSTER_SET, new GatewayId(new ClusterId("east"), "gw-1")),
                        CertificateRequest.parse(key.csr()));
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            store.commit(List.of(new StateChange.PutCertificate(chain.record())));
        }
        return new TestIdentity(
                List.of(chain.leaf(), chain.issuing()), key.pair().getPrivate());
    }

    private static TestIdentity renew(TestControlPlane controlPlane, TestIdentity identity) {
        TestKey key = TestKey.fresh();
        return TestIdentity.of(
                ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(identity)))
                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                        .renewCertificate(RenewCertificateRequest.newBuilder()
                                .setCsr(ByteString.copyFrom(key.csr()))
                                .build())
                        .getCertificateChainList(),
                key);
    }

    private void assertRenews(TestIdentity early) throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            assertThat(controlPlane.gateway(early).connect().getClusterId()).isEqualTo("east");

            TestIdentity renewed = renew(controlPlane, early);

            for (var each : renewed.chain()) {
                each.checkValidity();
            }
            assertThat(controlPlane.gateway(renewed).connect().getClusterId()).isEqualTo("east");
        }
    }

    @Test
    void certificateThatIsNotValidYetIsGoodForTheNext() throws Exception {
        join();
        TestIdentity early = issueAhead();
        assertThat(early.chain().getFirst().getNotBefore()).isAfter(Date.from(Instant.now()));

        assertRenews(early);
    }

    @Test
    void issuingKeyThatIsNotValidYetIsReplacedAndWhatItSignedIsGoodForTheNext() throws Exception {
        join();
        Files.delete(dataDir.resolve("ca-issuing.pem"));

        assertRenews(issueAhead());
    }
}
