// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.dns.dnssec.ZoneKeyFile;
import dev.hanse.gateway.identity.AddressBook;
import dev.hanse.gateway.identity.CredentialStore;
import dev.hanse.gateway.identity.Credentials;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.net.testing.Eventually;
import dev.hanse.net.testing.FreePorts;
import dev.hanse.net.testing.TestAuthority;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the start and the end of a gateway: one clear line for what stands in the way, and nothing left behind. */
class GatewayTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);

    @TempDir
    Path directory;

    private LabGateway gateway;

    /** A member whose control plane is away. */
    @BeforeEach
    void join() throws IOException {
        gateway = new LabGateway(directory.resolve("east"), "east", "10.10.0.0/16");
        Files.createDirectories(gateway.data("."));
        KeyPair keys = TestAuthority.keyPair();
        TestAuthority authority = new TestAuthority(Instant.now().minusSeconds(60));
        new CredentialStore(gateway.data("identity.pem"))
                .save(new Credentials(
                        keys.getPrivate(),
                        List.of(authority.client(
                                keys.getPublic(), "spiffe://demo/cluster/east/gateway/gw-1", Duration.ofHours(24))),
                        List.of(authority.root())));
        new AddressBook(gateway.data("control-plane-addresses"))
                .save(List.of(new ControlPlaneAddress("127.0.0.1", FreePorts.one())));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void withoutControlPlaneAndStateItIsAliveAndNotReady() throws GatewayStartException {
        gateway.start();

        assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(gateway.resolve("web.shop.svc.clusterset.local")).isEqualTo("SERVFAIL");
        Eventually.await(
                "the failed attempt is shown",
                () -> gateway.gateway().status().link().state() == LinkState.DOWN);
        assertThat(gateway.get("/status").body()).contains("refused");
        assertThat(gateway.get("/metrics").body())
                .contains("hanse_link_up 0.0")
                .contains("hanse_ready 0.0")
                .contains("hanse_dns_answers_total{rcode=\"SERVFAIL\"} 1.0")
                .contains("hanse_source_stale{source=\"file\"} 0.0");
    }

    @Test
    void metricsShowWhatTheWorkersCounted() throws GatewayStartException {
        gateway.start();

        assertThat(gateway.get("/metrics").body())
                .contains("hanse_tunnel_workers 1.0")
                .contains("hanse_tunnel_worker_packets_total{direction=\"out\",worker=\"0\"} 1.0")
                .contains("hanse_tunnel_worker_drops_total{reason=\"STAGING_FULL\",worker=\"0\"} 5.0")
                .contains("hanse_tunnel_burst_datagrams_bucket{direction=\"out\",worker=\"0\",le=\"1.0\"} 1")
                .contains("hanse_tunnel_burst_datagrams_bucket{direction=\"out\",worker=\"0\",le=\"32.0\"} 3")
                .contains("hanse_tunnel_burst_datagrams_bucket{direction=\"out\",worker=\"0\",le=\"+Inf\"} 6")
                .contains("hanse_tunnel_burst_datagrams_sum{direction=\"out\",worker=\"0\"} 200.0")
                .contains("hanse_tunnel_cipher_seconds_count{direction=\"out\",worker=\"0\"} 4")
                .contains("hanse_tunnel_cipher_octets_total{direction=\"out\",worker=\"0\"} 8000.0")
                .contains("hanse_tunnel_socket_buffer_octets{direction=\"in\",worker=\"0\"} 65536.0")
                .contains("hanse_tunnel_queue_packets 500.0")
                .contains("hanse_tunnel_queue_wanted_packets 1000.0")
                .contains("hanse_tunnel_peers_unlike_workers 0.0");
        assertThat(gateway.get("/status").body())
                .containsPattern("\"burstDatagrams\" ?: ?200")
                .containsPattern("\"receiveBufferOctets\" ?: ?65536");
    }

    @Test
    void portsInUseAreNamedAndNothingIsLeftBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            gateway.listen(new InetSocketAddress(LOOPBACK, taken.getLocalPort()), ANY_PORT);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(gateway::start)
                        .isInstanceOf(GatewayStartException.class)
                        .hasMessageContaining("status-listen: 127.0.0.1:" + taken.getLocalPort());
            }
            assertThat(gateway.tunnel().closed()).isTrue();
        }
        try (DatagramSocket taken = new DatagramSocket(0, LOOPBACK)) {
            InetSocketAddress dns = new InetSocketAddress(LOOPBACK, taken.getLocalPort());
            gateway.listen(ANY_PORT, dns);
            assertThatThrownBy(gateway::start)
                    .isInstanceOf(GatewayStartException.class)
                    .hasMessageContaining(String.valueOf(dns.getPort()));
        }
        gateway.listen(ANY_PORT, ANY_PORT).start();
        assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void secondProcessOnTheSameDataDirectoryIsRefused() throws GatewayStartException {
        gateway.start();
        LabGateway second = new LabGateway(gateway.directory, "east", "10.10.0.0/16");

        assertThatThrownBy(second::start)
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("in use by another gateway process");
    }

    @Test
    void gatewayThatNeverJoinedSaysWhatItNeeds() {
        LabGateway fresh = new LabGateway(directory.resolve("west"), "west", "10.20.0.0/16");

        assertThatThrownBy(fresh::start)
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("join-token-file")
                .hasMessageContaining("hanse token create");
    }

    @Test
    void signingKeyThatIsMissingOrOfAnotherZoneIsNamed() throws IOException {
        Path key = directory.resolve("zone.key");
        gateway.signedBy(key);
        assertThatThrownBy(gateway::start)
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining(key.toString())
                .hasMessageContaining("hanse dns-key create");

        new ZoneKeyFile(key).create("example.org");
        assertThatThrownBy(gateway::start).hasMessageContainingAll("example.org", "clusterset.local");
    }

    @Test
    void closesTwiceAndStartsAgain() throws GatewayStartException {
        Gateway running = gateway.start().gateway();
        running.close();
        running.close();

        gateway.start();
        assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
    }
}
