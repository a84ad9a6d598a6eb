// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.proto.v1.ListClustersRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects a cluster set from half of its data directory: the other half is asked for by name, and nothing is written over. */
class DataDirectoryTest {

    /** In the order in which a first start makes them. */
    private static final List<String> MADE = List.of(
            "federation.db",
            "ca-root-key.pem",
            "ca-root.pem",
            "ca-issuing-key.pem",
            "ca-issuing.pem",
            "revocations.log",
            "pair-keys.secret",
            "operator");

    /** The store is blank until the authority is there. */
    private static final int AUTHORITY = 5;

    @TempDir
    private Path dataDir;

    private TestIdentity member() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            return controlPlane.join("east", "gw-1", "10.10.0.0/16");
        }
    }

    private void remove(String... names) throws IOException {
        for (String name : names) {
            Path path = dataDir.resolve(name);
            if (Files.isDirectory(path)) {
                try (var files = Files.list(path)) {
                    for (Path each : files.toList()) {
                        Files.delete(each);
                    }
                }
            }
            Files.deleteIfExists(path);
        }
    }

    private void assertRefused(String... said) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> TestControlPlane.start(dataDir))
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .satisfies(failure -> assertThat(failure).hasMessageContainingAll(said))
                    .hasMessageContaining("move the whole data directory away");
        }
    }

    private void assertMemberIsKnown(TestIdentity east) {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            assertThat(controlPlane.gateway(east).connect().getClusterId()).isEqualTo("east");
        }
    }

    @Test
    void storeThatIsMissingIsAskedFor() throws Exception {
        TestIdentity east = member();
        Path kept = Files.move(dataDir.resolve("federation.db"), dataDir.resolve("kept"));

        assertRefused(dataDir.resolve("federation.db") + ": missing", "backup");
        assertThat(dataDir.resolve("federation.db")).doesNotExist();

        Files.move(kept, dataDir.resolve("federation.db"));
        assertMemberIsKnown(east);
    }

    @Test
    void storeThatIsEmptyIsAskedFor() throws Exception {
        member();
        Files.write(dataDir.resolve("federation.db"), new byte[0]);

        assertRefused(dataDir.resolve("federation.db") + ": empty");
    }

    @Test
    void storeWithoutContentIsAskedFor(@TempDir Path other) throws Exception {
        member();
        SqliteFederationStore.open(other).close();
        remove("federation.db");
        Files.copy(other.resolve("federation.db"), dataDir.resolve("federation.db"));

        assertRefused(dataDir.resolve("federation.db") + ": holds nothing");
    }

    @Test
    void rootCertificateThatIsMissingIsAskedForAndTheKeyStays() throws Exception {
        TestIdentity east = member();
        byte[] key = Files.readAllBytes(dataDir.resolve("ca-root-key.pem"));
        remove("ca-root.pem");

        assertRefused(dataDir.resolve("ca-root.pem") + ": missing", "operator/ca.pem");
        assertThat(Files.readAllBytes(dataDir.resolve("ca-root-key.pem"))).isEqualTo(key);

        Files.copy(dataDir.resolve("operator/ca.pem"), dataDir.resolve("ca-root.pem"));
        assertMemberIsKnown(east);
    }

    @Test
    void rootKeyThatIsMissingIsAskedFor() throws Exception {
        member();
        remove("ca-root-key.pem");

        assertRefused(dataDir.resolve("ca-root-key.pem") + ": missing");
    }

    @Test
    void authorityThatIsMissingIsAskedFor() throws Exception {
        member();
        remove(
                "ca-root-key.pem",
                "ca-root.pem",
                "ca-issuing-key.pem",
                "ca-issuing.pem",
                "pair-keys.secret",
                "operator");

        assertRefused(dataDir.resolve("ca-root-key.pem") + " and ca-root.pem: missing", "federation.db");
        assertThat(dataDir.resolve("ca-root-key.pem")).doesNotExist();
    }

    @Test
    void halvesOfTwoClusterSetsOfOneNameAreToldApart(@TempDir Path other) throws Exception {
        member();
        TestControlPlane.start(other).close();
        for (String each : List.of("ca-root-key.pem", "ca-root.pem", "ca-issuing-key.pem", "ca-issuing.pem")) {
            remove(each);
            Files.copy(other.resolve(each), dataDir.resolve(each));
        }

        assertThatThrownBy(() -> TestControlPlane.start(dataDir))
                .cause()
                .hasMessageContainingAll("federation.db: was written under the root key", "one backup");
    }

    @Test
    void rootKeyOfAnotherIsNotTaken(@TempDir Path other) throws Exception {
        member();
        TestControlPlane.start(other).close();
        remove("ca-root-key.pem");
        Files.copy(other.resolve("ca-root-key.pem"), dataDir.resolve("ca-root-key.pem"));

        assertThatThrownBy(() -> TestControlPlane.start(dataDir))
                .cause()
                .hasMessageContaining("ca-root-key.pem: is not the key of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-issuing-key.pem", "ca-issuing.pem"})
    void issuingKeyIsMadeAnewAndMembersStay(String lost) throws Exception {
        TestIdentity east = member();
        remove(lost);

        assertMemberIsKnown(east);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void firstStartThatWasCutOffIsFinished(int made, @TempDir Path blank) throws Exception {
        TestControlPlane.start(dataDir).close();
        Files.createFile(dataDir.resolve("first-start"));
        if (made == 2) {
            // Both are prepared before either has its name.
            Files.copy(dataDir.resolve("ca-root.pem"), dataDir.resolve("ca-root.pem.new"));
        }
        if (made <= AUTHORITY) {
            SqliteFederationStore.open(blank).close();
            remove("federation.db");
            Files.copy(blank.resolve("federation.db"), dataDir.resolve("federation.db"));
        }
        remove(MADE.subList(made, MADE.size()).toArray(String[]::new));

        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            east.connect();
            assertThat(controlPlane
                            .registry()
                            .listClusters(ListClustersRequest.getDefaultInstance())
                            .getClustersCount())
                    .isEqualTo(1);
        }

        assertThat(dataDir.resolve("first-start")).doesNotExist();
        remove("federation.db");
        assertRefused("federation.db: missing");
    }
}
