// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.net.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the membership while the gateway runs: what is renewed serves at once and from the next start on. */
class EnrolmentTest {

    private static final JoinRequest REQUEST = new JoinRequest(new ClusterId("east"), "gw-1", List.of(), List.of());
    private static final ControlPlaneAddress FIRST = new ControlPlaneAddress("cp-1", 9443);
    private static final ControlPlaneAddress SECOND = new ControlPlaneAddress("cp-2", 9443);

    @TempDir
    Path path;

    private final ManualClock clock = new ManualClock();
    private final TestAuthority authority = new TestAuthority(clock.instant());
    private final Credentials stored = credentials();
    private DataDirectory directory;

    private Credentials credentials() {
        KeyPair keys = TestAuthority.keyPair();
        return new Credentials(
                keys.getPrivate(),
                List.of(authority.client(
                        keys.getPublic(), "spiffe://demo/cluster/east/gateway/gw-1", Duration.ofHours(24))),
                List.of(authority.root()));
    }

    @BeforeEach
    void join() throws Exception {
        directory = DataDirectory.open(path);
        new CredentialStore(directory.resolve("identity.pem")).save(stored);
        new AddressBook(directory.resolve("control-plane-addresses")).save(List.of(FIRST));
    }

    @AfterEach
    void close() throws Exception {
        directory.close();
    }

    private Enrolment start() throws Exception {
        return Enrolment.establish(REQUEST, Optional.empty(), directory, false, clock, new Random(1));
    }

    @Test
    void beginsWithWhatIsKept() throws Exception {
        Enrolment enrolment = start();
        assertThat(enrolment.credentials().key()).isEqualTo(stored.key());
        assertThat(enrolment.first().orElseThrow().credentials().key()).isEqualTo(stored.key());
        assertThat(enrolment.addresses()).containsExactly(FIRST);
    }

    @Test
    void goodFileWithoutItsCopyGetsOneAndADamagedOneDoesNot() throws Exception {
        Path copy = path.resolve("identity.pem.copy");
        byte[] written = Files.readAllBytes(copy);
        Files.delete(copy);
        start();
        assertThat(copy).hasBinaryContent(written);

        Files.delete(copy);
        Credentials other = credentials();
        new CredentialStore(directory.resolve("other.pem")).save(other);
        List<String> key = Files.readAllLines(path.resolve("other.pem")).subList(0, 5);
        List<String> rest = Files.readAllLines(path.resolve("identity.pem"));
        Files.write(
                path.resolve("identity.pem"),
                Stream.concat(key.stream(), rest.stream().skip(5)).toList());
        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        assertThat(copy).doesNotExist();
    }

    @Test
    void renewedCredentialsServeNowAndAfterARestart() throws Exception {
        Enrolment enrolment = start();
        Credentials renewed = credentials();
        enrolment.renewed(renewed);

        assertThat(enrolment.credentials()).isSameAs(renewed);
        assertThat(start().credentials().key()).isEqualTo(renewed.key());
    }

    @Test
    void renewedCredentialsServeAlsoWhereTheyCannotBeKept() throws Exception {
        Enrolment enrolment = start();
        Files.createDirectories(directory.resolve("identity.pem.new/full"));
        Credentials renewed = credentials();
        enrolment.renewed(renewed);

        assertThat(enrolment.credentials()).isSameAs(renewed);
    }

    @Test
    void newAddressesAreKeptForTheNextStart() throws Exception {
        start().moved(List.of(SECOND, FIRST));
        assertThat(start().addresses()).containsExactly(SECOND, FIRST);

        Files.createDirectories(directory.resolve("control-plane-addresses.new/full"));
        start().moved(List.of(FIRST));
        assertThat(start().addresses()).containsExactly(SECOND, FIRST);
    }

    @Test
    void whatCannotBeKeptIsShownAndKeptOnceThereIsRoom() throws Exception {
        Enrolment enrolment = start();
        Files.createDirectories(directory.resolve("identity.pem.new/full"));
        Files.createDirectories(directory.resolve("control-plane-addresses.new/full"));
        Credentials renewed = credentials();
        enrolment.renewed(renewed);
        enrolment.moved(List.of(SECOND));
        enrolment.retryWrites();
        assertThat(enrolment.stateFailures()).hasSize(2);

        for (String file : new String[] {"identity.pem.new", "control-plane-addresses.new"}) {
            Files.delete(directory.resolve(file + "/full"));
            Files.delete(directory.resolve(file));
        }
        enrolment.retryWrites();
        assertThat(enrolment.stateFailures()).isEmpty();
        assertThat(start().credentials().key()).isEqualTo(renewed.key());
        assertThat(start().addresses()).containsExactly(SECOND);
    }

    @Test
    void everyFlippedByteOfTheIdentityIsFoundAndPutRight() throws Exception {
        byte[] sound = Files.readAllBytes(directory.resolve("identity.pem"));
        for (int at = 0; at < sound.length; at += 7) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 2;
            Files.write(directory.resolve("identity.pem"), damaged);
            Credentials found = start().credentials();
            assertThat(found.key()).as("octet %d", at).isEqualTo(stored.key());
            assertThat(found.chain()).isEqualTo(stored.chain());
            assertThat(found.bundle()).as("octet %d", at).isEqualTo(stored.bundle());
        }
    }

    @Test
    void damagedIdentityWithoutACopySaysWhatToDo() throws Exception {
        Files.writeString(directory.resolve("identity.pem"), "no identity");
        Files.delete(directory.resolve("identity.pem.copy"));
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("identity.pem: damaged")
                .hasMessageContaining("join with a new token");
    }

    @Test
    void damagedAddressesAreTriedBesideThoseThatWereWritten() throws Exception {
        Path addresses = directory.resolve("control-plane-addresses");
        Files.writeString(addresses, "cp-1:9x43\n");
        assertThat(start().addresses()).containsExactly(FIRST);
        Files.writeString(addresses, "cq-1:9443\n");
        assertThat(start().addresses()).containsExactly(new ControlPlaneAddress("cq-1", 9443), FIRST);
        Files.write(addresses, new byte[] {(byte) 0xff, 0, 7});
        assertThat(start().addresses()).containsExactly(FIRST);
    }
}
