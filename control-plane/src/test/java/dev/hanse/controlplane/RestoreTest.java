// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestExports;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.PeerGateway;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RenewCertificateRequest;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.proto.v1.ViewItem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protects members and operators from a store that was taken back: nobody goes on with a history that never was, what was
 * taken away stays away, and the operator hears of it.
 */
class RestoreTest {

    @TempDir
    private Path dataDir;

    @TempDir
    private Path backup;

    private static void copy(Path from, Path to, String... names) throws IOException {
        for (String name : names) {
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A stopped control plane's store is one file. */
    private void backUp(TestControlPlane controlPlane) throws IOException {
        controlPlane.stop();
        copy(dataDir, backup, "federation.db");
        if (Files.exists(dataDir.resolve("revocations.log"))) {
            copy(dataDir, backup, "revocations.log");
        }
        controlPlane.startAgain();
    }

    private void restore(TestControlPlane controlPlane, String... names) throws IOException {
        controlPlane.stop();
        copy(backup, dataDir, names);
        controlPlane.startAgain();
    }

    private static void remove(TestControlPlane controlPlane, String cluster) {
        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId(cluster).build());
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

    private static List<String> members(TestControlPlane controlPlane) {
        return controlPlane.registry().listClusters(ListClustersRequest.getDefaultInstance()).getClustersList().stream()
                .map(Cluster::getId)
                .toList();
    }

    private static String refusal(TestGateway gateway) {
        gateway.open();
        return Refusals.of(gateway.awaitEnd());
    }

    private static String get(TestControlPlane controlPlane, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(
                    "http://127.0.0.1:" + controlPlane.statusAddress().getPort() + path);
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path + " does not answer", e);
        }
    }

    private List<String> audit(TestControlPlane controlPlane) throws IOException {
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            return store.audit(100).stream().map(RestoreTest::text).toList();
        } finally {
            controlPlane.startAgain();
        }
    }

    private static String text(AuditEntry entry) {
        return entry.action() + " " + entry.outcome() + ": " + entry.detail();
    }

    // --- histories ---

    @Test
    void positionOfAHistoryThatNeverWasGetsASnapshot() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestIdentity east = controlPlane.join("east", "gw-1", "10.10.0.0/16");
            TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
            TestGateway before = controlPlane.gateway(east);
            before.connect();
            before.exportSnapshot(TestExports.service("shop/kept"));
            backUp(controlPlane);
            before.connect();
            west.connect();
            before.exportChange(List.of(TestExports.service("shop/ghost")), List.of());
            west.awaitView(view -> view.containsKey("import shop/ghost"));

            restore(controlPlane, "federation.db");
            TestGateway after = controlPlane.gateway(east);
            after.connect();
            // As many changes as before the restore and more, so that versions pass where west stands.
            after.exportSnapshot(TestExports.service("shop/kept"), TestExports.service("shop/real"));
            after.exportChange(List.of(TestExports.service("shop/other")), List.of());

            assertThat(west.connect().getViewResumed()).isFalse();
            assertThat(west.awaitView(view -> view.containsKey("import shop/other")))
                    .containsOnlyKeys("import shop/kept", "import shop/real", "import shop/other");
            assertThat(get(controlPlane, "/readyz")).startsWith("200 ok\n").contains("restored from a backup");
            assertThat(get(controlPlane, "/metrics")).contains("hanse_store_restored 1.0");
            assertThat(audit(controlPlane))
                    .anySatisfy(line -> assertThat(line).startsWith("store.restored noticed: its view is at epoch"));
        }
    }

    @Test
    void viewsGoOnOverStartsWhereNothingWasTakenBack() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
            east.connect();
            west.connect();
            for (String each : List.of("shop/a", "shop/b", "shop/c")) {
                east.exportSnapshot(TestExports.service(each));
                west.awaitView(view -> view.containsKey("import " + each));
                controlPlane.stop();
                controlPlane.startAgain();
                assertThat(west.connect().getViewResumed()).isTrue();
                assertThat(east.connect().getExportsResumed()).isTrue();
            }
            controlPlane.stop();
            controlPlane.startAgain();
            assertThat(west.connect().getViewResumed()).isTrue();

            assertThat(get(controlPlane, "/readyz")).isEqualTo("200 ok\n");
            assertThat(get(controlPlane, "/metrics")).contains("hanse_store_restored 0.0");
        }
    }

    private static Hello.Builder tunnel(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) (seed + 8);
        return Hello.newBuilder()
                .setTunnelEndpoint(TunnelEndpoint.newBuilder()
                        .setPublicKey(ByteString.copyFrom(key))
                        .addAddresses("192.0.2." + seed + ":51820")
                        .setWorkers(1));
    }

    @Test
    void replacedPairKeysReachGatewaysThatResume() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
            east.connect(tunnel(1));
            west.connect(tunnel(2));
            PeerGateway leaked = peer(west);

            controlPlane.stop();
            Files.delete(dataDir.resolve("pair-keys.secret"));
            controlPlane.startAgain();
            west.connect(tunnel(2));
            east.connect(tunnel(1));

            west.awaitView(view -> !peer(view, "peer east/gw-1").equals(leaked)
                    && !peer(view, "peer east/gw-1").getPresharedKey().isEmpty());
            PeerGateway fresh = peer(west);
            assertThat(fresh.getPresharedKey()).isNotEqualTo(leaked.getPresharedKey());
            east.awaitView(
                    view -> peer(view, "peer west/gw-1").getPresharedKey().equals(fresh.getPresharedKey()));
            assertThat(get(controlPlane, "/readyz"))
                    .as("nothing was taken back")
                    .isEqualTo("200 ok\n");
        }
    }

    private static PeerGateway peer(TestGateway west) {
        return peer(west.awaitView(view -> view.containsKey("peer east/gw-1")), "peer east/gw-1");
    }

    private static PeerGateway peer(Map<String, ViewItem> view, String name) {
        return view.getOrDefault(name, ViewItem.getDefaultInstance()).getPeerGateway();
    }

    // --- what was taken away ---

    @Test
    void fiveChangesAfterABackupAndItsRestore() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestIdentity east = controlPlane.join("east", "gw-1", "10.10.0.0/16");
            TestIdentity west = controlPlane.join("west", "gw-1", "10.20.0.0/16");
            TestIdentity north = controlPlane.join("north", "gw-1", "10.30.0.0/16");
            String token = controlPlane.token("south");
            TestGateway exporter = controlPlane.gateway(east);
            TestGateway removed = controlPlane.gateway(north);
            exporter.connect();
            removed.connect();
            exporter.exportSnapshot(TestExports.service("shop/old"));
            removed.exportSnapshot(TestExports.service("north/gone"));
            backUp(controlPlane);

            exporter.connect();
            exporter.exportSnapshot(TestExports.service("shop/new"));
            remove(controlPlane, "north");
            TestIdentity south = TestIdentity.of(
                    controlPlane
                            .anonymous()
                            .registerCluster(controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.40.0.0/16"))
                            .getCertificateChainList(),
                    TestKey.fresh());
            TestIdentity renewed = renew(controlPlane, west);
            TestGateway viewer = controlPlane.gateway(renewed);
            viewer.connect();
            viewer.awaitView(view -> view.containsKey("import shop/new"));

            restore(controlPlane, "federation.db");

            assertThat(members(controlPlane))
                    .as("north was removed, south had not joined")
                    .containsExactly("east", "west");
            assertThat(refusal(controlPlane.gateway(north))).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
            assertThat(Refusals.of(catchThrowable(() -> controlPlane
                            .anonymous()
                            .registerCluster(
                                    controlPlane.joinRequest(token, "gw-2", TestKey.fresh(), "10.50.0.0/16")))))
                    .isEqualTo("UNAUTHENTICATED TOKEN_USED");
            exporter.connect();
            exporter.exportSnapshot(TestExports.service("shop/new"));
            viewer.connect();
            assertThat(viewer.awaitView(view -> view.containsKey("import shop/new")))
                    .containsOnlyKeys("import shop/new");
            assertThat(south.chain()).isNotEmpty();

            assertThat(get(controlPlane, "/readyz"))
                    .startsWith("200 ok\n")
                    .contains("restored from a backup")
                    .contains("spiffe://demo/cluster/west/gateway/gw-1, certificate "
                            + renewed.chain().getFirst().getSerialNumber().toString(16));
            assertThat(get(controlPlane, "/metrics"))
                    .contains("hanse_store_restored 1.0", "hanse_certificates_unaccounted 1.0");
            assertThat(audit(controlPlane))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("store.restored noticed: 1 certificates revoked again")
                            .endsWith("clusters removed again: north"))
                    .anySatisfy(line -> assertThat(line).startsWith("certificate.unknown noticed: certificate "));
        }
    }

    @Test
    void certificateThatTheStoreDidNotKnowCanBeRevoked() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestIdentity west = controlPlane.join("west", "gw-1", "10.20.0.0/16");
            backUp(controlPlane);
            TestIdentity renewed = renew(controlPlane, west);
            restore(controlPlane, "federation.db", "revocations.log");

            TestGateway gateway = controlPlane.gateway(renewed);
            gateway.connect();
            remove(controlPlane, "west");
            gateway.awaitEnd();
            controlPlane.join("west", "gw-1", "10.20.0.0/16");

            assertThat(refusal(controlPlane.gateway(renewed))).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        }
    }

    @Test
    void clusterThatJoinedAgainAfterItsRemovalStays() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            controlPlane.join("east", "gw-1", "10.10.0.0/16");
            remove(controlPlane, "east");
            TestIdentity again = controlPlane.join("east", "gw-1", "10.10.0.0/16");
            controlPlane.stop();
            controlPlane.startAgain();

            assertThat(controlPlane.gateway(again).connect().getClusterId()).isEqualTo("east");
            assertThat(get(controlPlane, "/readyz")).isEqualTo("200 ok\n");
        }
    }

    // --- the file itself ---

    private void assertRefused(TestControlPlane controlPlane, String... said) {
        assertThatThrownBy(controlPlane::startAgain)
                .cause()
                .satisfies(failure -> assertThat(failure).hasMessageContainingAll(said))
                .hasMessageContaining("revocations.lost");
    }

    @Test
    void fileThatIsMissingOlderOrDamagedIsAskedFor() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            controlPlane.join("east", "gw-1", "10.10.0.0/16");
            backUp(controlPlane);
            TestIdentity west = controlPlane.join("west", "gw-1", "10.20.0.0/16");
            remove(controlPlane, "west");
            controlPlane.stop();
            Path file = dataDir.resolve("revocations.log");
            byte[] good = Files.readAllBytes(file);

            Files.delete(file);
            assertRefused(controlPlane, "revocations.log: missing");
            copy(backup, dataDir, "revocations.log");
            assertRefused(controlPlane, "revocations.log: ends with record");
            byte[] flipped = good.clone();
            flipped[good.length / 2] ^= 1;
            Files.write(file, flipped);
            assertRefused(controlPlane, "revocations.log, line ");
            Files.write(file, new byte[0]);
            assertRefused(controlPlane, "revocations.log, line 1");

            Files.writeString(file, new String(good, StandardCharsets.ISO_8859_1) + "9 certi");
            controlPlane.startAgain();
            assertThat(refusal(controlPlane.gateway(west))).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
            assertThat(Files.readAllBytes(file)).isEqualTo(good);
        }
    }

    @Test
    void fileThatIsLostForGoodIsBegunAnewWithWhatTheStoreKnows() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestIdentity west = controlPlane.join("west", "gw-1", "10.20.0.0/16");
            remove(controlPlane, "west");
            controlPlane.stop();
            Files.delete(dataDir.resolve("revocations.log"));
            Files.createFile(dataDir.resolve("revocations.lost"));
            controlPlane.startAgain();

            assertThat(refusal(controlPlane.gateway(west))).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
            assertThat(dataDir.resolve("revocations.lost")).doesNotExist();
            assertThat(dataDir.resolve("revocations.log")).isNotEmptyFile();
            try (Stream<String> lines = Files.lines(dataDir.resolve("revocations.log"))) {
                assertThat(lines.filter(line -> line.contains(" certificate "))).hasSize(1);
            }
        }
    }
}
