// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.gateway.tls.NodeCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the credentials of node ports: nobody else reads them, none is written over by chance, and renewed ones are of the same authority. */
final class NodeCredentialsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    private Path folder;

    private CredentialDirectories directories() {
        return new CredentialDirectories(folder.resolve("made"), new SecureRandom());
    }

    @Test
    void onlyTheOwnerReadsThem() throws IOException {
        directories().create(NOW);
        try (Stream<Path> all = Files.walk(folder.resolve("made"))) {
            assertThat(all.filter(Files::isRegularFile).toList())
                    .hasSize(8)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void existingOnesAreNotWrittenOver() throws IOException {
        directories().create(NOW);
        assertThatThrownBy(() -> directories().create(NOW)).hasMessageContaining("--renew");
    }

    @Test
    void renewedOnesLastLongerAndAreOfTheSameAuthority() throws IOException {
        directories().create(NOW);
        Path node = folder.resolve("made/node");
        NodeCredentials before = NodeCredentials.read(node);
        directories().renew(NOW.plus(Duration.ofDays(300)));
        NodeCredentials after = NodeCredentials.read(node);
        assertThat(after.authorities()).isEqualTo(before.authorities());
        assertThat(after.endsAt()).isAfter(before.endsAt());
    }

    @Test
    void anAuthorityThatHasEndedMakesNoMore() throws IOException {
        directories().create(NOW);
        assertThatThrownBy(() -> directories().renew(NOW.plus(Duration.ofDays(4_000))))
                .hasMessageContaining("has ended");
    }

    @Test
    void aKeyOfAnotherCertificateIsTold() throws IOException {
        directories().create(NOW);
        Path made = folder.resolve("made");
        Files.copy(made.resolve("gateway/tls.key"), made.resolve("node/tls.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> NodeCredentials.read(made.resolve("node")))
                .hasMessageContaining("not the key of tls.crt");
    }

    @Test
    void aKeyInAnotherEncodingIsToldWithTheOneThatIsRead() throws IOException {
        directories().create(NOW);
        Path node = folder.resolve("made/node");
        Path key = node.resolve("tls.key");
        Files.writeString(key, Files.readString(key).replace(" PRIVATE KEY", " EC PRIVATE KEY"));
        assertThatThrownBy(() -> NodeCredentials.read(node)).hasMessageContaining("encoding: PKCS8");
    }

    @Test
    void secretsHaveAllThreeFiles() throws IOException {
        directories().create(NOW);
        assertThat(directories().secret("node", "hanse"))
                .contains("name: hanse-nodes-node", "namespace: hanse", "  ca.crt: ", "  tls.crt: ", "  tls.key: ");
    }
}
