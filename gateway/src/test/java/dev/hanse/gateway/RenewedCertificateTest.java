// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.identity.CredentialStore;
import dev.hanse.gateway.identity.Credentials;
import dev.hanse.gateway.identity.IssuedCertificate;
import dev.hanse.gateway.identity.RenewalClient;
import dev.hanse.gateway.identity.TlsChannelFactory;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.net.testing.Eventually;
import dev.hanse.net.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the federation from certificates that change: two gateways and a control plane in one process, over real TLS. */
class RenewedCertificateTest {

    private static final String WEB = "web.shop.svc.clusterset.local";

    @TempDir
    Path directory;

    private TestControlPlane controlPlane;
    private LabGateway east;
    private LabGateway west;

    @BeforeEach
    void joinTwoClusters() throws IOException {
        controlPlane = TestControlPlane.start(directory.resolve("control-plane"));
        east = new LabGateway(directory.resolve("east"), "east", "10.10.0.0/16").token(controlPlane.token("east"));
        west = new LabGateway(directory.resolve("west"), "west", "10.20.0.0/16").token(controlPlane.token("west"));
        east.start();
        west.start();
    }

    @AfterEach
    void close() {
        east.close();
        west.close();
        controlPlane.close();
    }

    private void shareWeb() {
        east.exportService("shop/web", "10.10.0.7");
        Eventually.await("web resolves in west", () -> west.resolve(WEB).equals("10.10.0.7"));
    }

    @Test
    void renewedCertificateServesTheNextConnectionAndDisturbsNoLiveOne() throws Exception {
        Eventually.await("east is up", () -> east.gateway().status().link().state() == LinkState.UP);
        CredentialStore store = new CredentialStore(east.data("identity.pem"));
        Credentials before = store.load().orElseThrow();
        IssuedCertificate issued = new RenewalClient(
                        TlsChannelFactory.member(() -> before),
                        () -> east.gateway().status().link().address().isEmpty()
                                ? List.of()
                                : List.of(ControlPlaneAddress.parse(
                                        east.gateway().status().link().address())))
                .renew();

        assertThat(issued.credentials().identity()).isEqualTo(before.identity());
        assertThat(issued.credentials().key()).isNotEqualTo(before.key());
        assertThat(issued.renewAt()).isBefore(issued.credentials().expiresAt());
        assertThat(east.gateway().status().link().connects()).isEqualTo(1);
        shareWeb();

        east.close();
        store.save(issued.credentials());
        east.start();
        Eventually.await(
                "the new certificate connects",
                () -> east.gateway().status().link().state() == LinkState.UP);
    }

    @Test
    void certificateThatWasMadeWhileAClockWasAheadIsReplaced() throws Exception {
        east.close();
        controlPlane.stop();
        Credentials early = issuedAhead(Duration.ofHours(1));
        new CredentialStore(east.data("identity.pem")).save(early);
        controlPlane.startAgain();
        east.start();

        Eventually.await(
                "another certificate",
                () -> east.gateway().status().certificate().renewals() == 1
                        && east.gateway().status().link().state() == LinkState.UP);
        Credentials renewed =
                new CredentialStore(east.data("identity.pem")).load().orElseThrow();
        assertThat(renewed.expiresAt()).isBefore(early.expiresAt());
        for (X509Certificate each : renewed.chain()) {
            each.checkValidity();
        }
    }

    private Credentials issuedAhead(Duration ahead) throws Exception {
        KeyPair keys = TestAuthority.keyPair();
        CertificateChain chain = CertificateAuthority.open(
                        directory.resolve("control-plane"),
                        TestControlPlane.CLUSTER_SET,
                        InstantSource.fixed(Instant.now().plus(ahead)),
                        new SecureRandom())
                .issue(
                        new Identity.OfGateway(
                                TestControlPlane.CLUSTER_SET, new GatewayId(new ClusterId("east"), "gw-1")),
                        CertificateRequest.parse(
                                new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=east"), keys.getPublic())
                                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                                        .getEncoded()));
        return new Credentials(keys.getPrivate(), List.of(chain.leaf(), chain.issuing()), List.of(chain.root()));
    }
}
