// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the authority: what it certifies, for how long, and that its keys last and stay its own. */
class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Identity.OfGateway GATEWAY =
            new Identity.OfGateway("demo", new GatewayId(new ClusterId("east"), "gw-1"));

    @TempDir
    private Path directory;

    private CertificateAuthority open(Instant now) throws IOException {
        return CertificateAuthority.open(directory, "demo", InstantSource.fixed(now), new SecureRandom());
    }

    private static CertificateChain issue(CertificateAuthority authority) {
        return authority.issue(GATEWAY, CertificateRequest.parse(TestKey.fresh().csr()));
    }

    @Test
    void leafHoldsIdentityAndLivesADay() throws Exception {
        CertificateChain chain = issue(open(NOW));

        assertThat(CertificateIdentity.of(chain.leaf())).isEqualTo(GATEWAY);
        assertThat(chain.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(chain.renewAt()).isEqualTo(NOW.plus(Duration.ofHours(16)));
        assertThat(chain.leaf().getBasicConstraints()).isEqualTo(-1);
        assertThat(chain.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void chainVerifiesUpToTheRoot() throws Exception {
        CertificateChain chain = issue(open(NOW));

        chain.leaf().verify(chain.issuing().getPublicKey());
        chain.issuing().verify(chain.root().getPublicKey());
        chain.root().verify(chain.root().getPublicKey());
        assertThat(chain.all()).containsExactly(chain.leaf(), chain.issuing(), chain.root());
    }

    @Test
    void rootOutlivesRestarts() throws Exception {
        X509Certificate before = open(NOW).rootCertificate();

        assertThat(open(NOW.plusSeconds(60)).rootCertificate()).isEqualTo(before);
    }

    @Test
    void pinIsHashOfRootKey() throws Exception {
        CertificateAuthority authority = open(NOW);

        assertThat(authority.pin())
                .isEqualTo(MessageDigest.getInstance("SHA-256")
                        .digest(authority.rootCertificate().getPublicKey().getEncoded()));
    }

    @Test
    void issuingKeyIsReplacedBeforeItEnds() throws Exception {
        X509Certificate first = issue(open(NOW)).issuing();
        CertificateAuthority later = open(NOW.plus(Duration.ofDays(59)));
        assertThat(issue(later).issuing()).isEqualTo(first);

        CertificateChain replaced = issue(open(NOW.plus(Duration.ofDays(61))));

        assertThat(replaced.issuing()).isNotEqualTo(first);
        replaced.issuing().verify(replaced.root().getPublicKey());
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws Exception {
        open(NOW);

        for (String name : List.of("ca-root-key.pem", "ca-issuing-key.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesDirectoryOfAnotherClusterSet() throws Exception {
        open(NOW);

        assertThatThrownBy(() ->
                        CertificateAuthority.open(directory, "other", InstantSource.fixed(NOW), new SecureRandom()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("demo")
                .hasMessageContaining("other");
    }

    @Test
    void refusesToReplaceALostRootKey() throws Exception {
        open(NOW);
        Files.delete(directory.resolve("ca-root-key.pem"));

        assertThatThrownBy(() -> open(NOW)).isInstanceOf(IOException.class).hasMessageContaining("backup");
    }

    @Test
    void serverCertificateIsReplacedWhileServing() throws Exception {
        CertificateAuthority authority = open(NOW);
        ManualClock clock = new ManualClock(NOW);
        ServerCertificate server = new ServerCertificate(
                authority, new Identity.OfControlPlane("demo", "cp-1"), List.of("cp.example", "192.0.2.1"), clock);
        String alias = server.keyManager().chooseEngineServerAlias("EC", null, null);
        X509Certificate first = server.keyManager().getCertificateChain(alias)[0];
        assertThat(first.getSubjectAlternativeNames())
                .contains(List.of(2, "cp.example"), List.of(7, "192.0.2.1"), List.of(2, "localhost"));
        assertThat(server.keyManager().getCertificateChain(alias)).hasSize(3);
        assertThat(server.renewIfDue()).isFalse();

        clock.advance(Duration.ofHours(16));

        assertThat(server.renewIfDue()).isTrue();
        String fresh = server.keyManager().chooseEngineServerAlias("EC", null, null);
        assertThat(server.keyManager().getCertificateChain(fresh)[0]).isNotEqualTo(first);
    }

    @Test
    void operatorFilesAreWrittenOnceAndRenewedInPlace() throws Exception {
        CertificateAuthority authority = open(NOW);
        ManualClock clock = new ManualClock(NOW);
        Path files = directory.resolve("operator");
        IssuedCertificates known = new IssuedCertificates(List.of());
        OperatorCredentials operator =
                new OperatorCredentials(files, authority, new Identity.OfOperator("demo", "admin"), known, clock);

        assertThat(operator.maintain()).isPresent();
        // Told until it is taken down.
        operator.maintain().ifPresent(known::put);
        assertThat(files)
                .isDirectoryContaining("glob:**/operator.pem")
                .isDirectoryContaining("glob:**/operator-key.pem")
                .isDirectoryContaining("glob:**/ca.pem");
        assertThat(operator.maintain()).isEmpty();
        clock.advance(Duration.ofDays(61));
        operator.maintain().ifPresent(known::put);
        Files.delete(files.resolve("operator.pem"));
        Files.delete(files.resolve("operator-key.pem"));
        assertThat(operator.maintain()).isEmpty();
        assertThat(files.resolve("operator.pem")).doesNotExist();
    }

    private OperatorCredentials operator(Path files, IssuedCertificates known) throws IOException {
        return new OperatorCredentials(
                files, open(NOW), new Identity.OfOperator("demo", "admin"), known, InstantSource.fixed(NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "operator-key.pem", "operator-key.pem ca.pem"})
    void operatorFolderOfAWriteThatWasCutOffIsWritten(String left) throws Exception {
        Path files = Files.createDirectory(directory.resolve("operator"));
        for (String each : left.split(" ")) {
            if (!each.isEmpty()) {
                Files.createFile(files.resolve(each));
            }
        }

        assertThat(operator(files, new IssuedCertificates(List.of())).maintain())
                .isPresent();

        assertThat(files.resolve("operator.pem")).isNotEmptyFile();
        assertThat(files.resolve("operator-key.pem")).isNotEmptyFile();
    }

    @Test
    void operatorFolderHasItsNameOnlyWithItsFiles() throws Exception {
        Path cut = Files.createDirectory(directory.resolve("operator.new"));
        Files.createFile(cut.resolve("operator-key.pem"));
        Path files = directory.resolve("operator");

        operator(files, new IssuedCertificates(List.of())).maintain();

        assertThat(files.resolve("operator-key.pem")).isNotEmptyFile();
        assertThat(cut).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 29, 59})
    void nothingOutlivesItsIssuer(long age) throws Exception {
        open(NOW);
        CertificateAuthority authority = open(NOW.plus(Duration.ofDays(age)));
        KeyPair key = authority.newKey();

        CertificateChain chain = authority.issue(
                new Identity.OfOperator("demo", "admin"), key.getPublic(), List.of(), Duration.ofDays(90));

        assertThat(chain.expiresAt())
                .isEqualTo(chain.issuing().getNotAfter().toInstant())
                .isEqualTo(NOW.plus(Duration.ofDays(90)));
    }

    @Test
    void nothingOutlivesTheRoot() throws Exception {
        open(NOW);
        Instant late = NOW.plus(Duration.ofDays(3_650)).minus(Duration.ofHours(12));
        CertificateAuthority authority = open(late);
        CertificateChain chain = issue(authority);

        assertThat(chain.issuing().getNotAfter()).isEqualTo(chain.root().getNotAfter());
        assertThat(chain.leaf().getNotAfter()).isEqualTo(chain.root().getNotAfter());
        authority.renewIssuing();
        assertThat(issue(authority).issuing()).isEqualTo(chain.issuing());
    }

    @Test
    void rootThatWasCutOffBetweenItsFilesIsFinished() throws Exception {
        X509Certificate root = open(NOW).rootCertificate();
        Files.move(directory.resolve("ca-root.pem"), directory.resolve("ca-root.pem.new"));

        assertThat(open(NOW).rootCertificate()).isEqualTo(root);
        assertThat(directory.resolve("ca-root.pem")).exists();
    }

    @Test
    void preparedCertificateOfAnotherRootIsNotTaken(@TempDir Path other) throws Exception {
        open(NOW);
        CertificateAuthority.open(other, "demo", InstantSource.fixed(NOW), new SecureRandom());
        Files.copy(other.resolve("ca-root.pem"), directory.resolve("ca-root.pem.new"));
        Files.delete(directory.resolve("ca-root.pem"));

        assertThatThrownBy(() -> open(NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca-root.pem: missing");
    }

    @Test
    void refusesToReplaceALostRootCertificateAndItsKey() throws Exception {
        open(NOW);
        byte[] key = Files.readAllBytes(directory.resolve("ca-root-key.pem"));
        Files.delete(directory.resolve("ca-root.pem"));

        assertThatThrownBy(() -> open(NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ca-root.pem: missing")
                .hasMessageContaining("operator/ca.pem");
        assertThat(Files.readAllBytes(directory.resolve("ca-root-key.pem"))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca-issuing-key.pem", "ca-issuing.pem"})
    void aFlippedBitOfAnIssuingFileCostsThatKeyAtMost(String name) throws Exception {
        X509Certificate root = open(NOW).rootCertificate();
        Path file = directory.resolve(name);
        for (int at = 0; at < Files.size(file); at += 5) {
            byte[] flipped = Files.readAllBytes(file);
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);

            CertificateChain chain = issue(open(NOW));

            chain.leaf().verify(chain.issuing().getPublicKey());
            chain.issuing().verify(root.getPublicKey());
            assertThat(chain.root()).isEqualTo(root);
        }
    }

    @Test
    void issuingKeyThatTheClockDisownsIsReplaced() throws Exception {
        X509Certificate ahead = issue(open(NOW.plus(Duration.ofHours(1)))).issuing();
        CertificateAuthority authority = open(NOW);

        assertThat(issue(authority).issuing()).isNotEqualTo(ahead);
        issue(authority).issuing().checkValidity(Date.from(NOW));
    }

    @Test
    void serverCertificateThatTheClockDisownsIsReplaced() throws Exception {
        ManualClock clock = new ManualClock(NOW);
        CertificateAuthority authority = CertificateAuthority.open(directory, "demo", clock, new SecureRandom());
        ServerCertificate server =
                new ServerCertificate(authority, new Identity.OfControlPlane("demo", "cp-1"), List.of(), clock);
        clock.advance(Duration.ofHours(17));
        assertThat(server.renewIfDue()).isTrue();
        clock.advance(Duration.ofHours(-17));

        assertThat(server.renewIfDue()).isTrue();
        assertThat(server.renewIfDue()).isFalse();
        String alias = server.keyManager().chooseEngineServerAlias("EC", null, null);
        server.keyManager().getCertificateChain(alias)[0].checkValidity(Date.from(clock.instant()));
    }
}
