// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.testing.TestTokens;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.net.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what a gateway does with the identity it has, and with the token when it has none. */
class AdmissionTest {

    private static final JoinRequest REQUEST = new JoinRequest(new ClusterId("east"), "gw-1", List.of(), List.of());

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final TestAuthority authority = new TestAuthority(clock.instant());
    private CredentialStore store;
    private JoinKey key;
    private AddressBook book;
    private Admission admission;

    @BeforeEach
    void open() {
        store = new CredentialStore(directory.resolve("identity.pem"));
        key = new JoinKey(directory.resolve("join-key.pem"));
        book = new AddressBook(directory.resolve("addresses"));
        admission = new Admission(store, book, key, false, clock);
    }

    private Membership establish(Optional<Path> tokenFile) throws Exception {
        return admission.establish(REQUEST, new TokenJoin(REQUEST, tokenFile, key, clock, token -> {
            throw new AssertionError("nothing may be sent");
        }));
    }

    private Credentials credentials(String gateway) {
        return credentials(gateway, TestAuthority.keyPair());
    }

    private Credentials credentials(String gateway, KeyPair keys) {
        return new Credentials(
                keys.getPrivate(),
                List.of(authority.client(
                        keys.getPublic(), "spiffe://demo/cluster/east/gateway/" + gateway, Duration.ofHours(24))),
                List.of(authority.root()));
    }

    private Optional<Path> tokenFile(String text) throws IOException {
        return Optional.of(Files.writeString(directory.resolve("token"), text));
    }

    @Test
    void storedIdentityIsUsedWithoutAToken() throws Exception {
        Credentials credentials = credentials("gw-1");
        store.save(credentials);

        Membership membership = establish(Optional.of(directory.resolve("gone")));

        assertThat(membership.certificate().credentials().chain()).isEqualTo(credentials.chain());
        assertThat(membership.certificate().credentials().key()).isEqualTo(credentials.key());
        assertThat(membership.certificate().renewAt()).isEqualTo(clock.instant().plus(Duration.ofHours(16)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("identity.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyWhoseCertificateIsKeptIsForgottenAtTheNextStart() throws Exception {
        KeyPair certified = key.request().keys();
        store.save(credentials("gw-1", certified));

        establish(Optional.empty());

        assertThat(directory.resolve("join-key.pem")).doesNotExist();
    }

    /** The gateway was removed and joins again by a token, whose answer did not come before the process was killed. */
    @Test
    void aKeyThatIsStillToBeCertifiedStays() throws Exception {
        KeyPair pending = key.request().keys();
        store.save(credentials("gw-1"));

        establish(Optional.empty());

        assertThat(key.request().keys().getPublic()).isEqualTo(pending.getPublic());
    }

    @Test
    void aDamagedKeyIsNoReasonNotToServe() throws Exception {
        store.save(credentials("gw-1"));
        Files.writeString(directory.resolve("join-key.pem"), "rubbish");

        assertThat(establish(Optional.empty()).held()).isPresent();
    }

    @Test
    void identityOfAnotherGatewayIsRefused() throws Exception {
        store.save(credentials("gw-2"));

        assertThatThrownBy(() -> establish(Optional.empty()))
                .isInstanceOf(JoinException.class)
                .hasMessageContaining("gateway gw-2 of cluster east (expected: gw-1 of east)");
    }

    @Test
    void endedIdentityStillServesWhatIsKnown() throws Exception {
        store.save(credentials("gw-1"));
        clock.advance(Duration.ofDays(2));

        assertThat(establish(Optional.empty()).certificate().credentials().ended(clock.instant()))
                .isTrue();
    }

    @Test
    void endedIdentityIsServedWithWhateverTokenThereIs() throws Exception {
        store.save(credentials("gw-1"));
        clock.advance(Duration.ofDays(2));
        Instant later = clock.instant().plusSeconds(60);
        for (String useless : List.of(
                "used",
                "",
                TestTokens.text(TestTokens.token(authority, "west", later).build()),
                TestTokens.text(
                        TestTokens.token(authority, "east", clock.instant()).build()),
                TestTokens.text(TestTokens.token(authority, "east", later).build()))) {
            assertThat(establish(tokenFile(useless)).certificate().credentials().ended(clock.instant()))
                    .isTrue();
        }
    }

    @Test
    void lostIdentityIsServedWithWhateverTokenThereIsWhereSomethingIsKnown() throws Exception {
        ControlPlaneAddress kept = new ControlPlaneAddress("192.0.2.1", 9443);
        book.save(List.of(kept));
        admission = new Admission(store, book, key, true, clock);
        for (String useless : List.of(
                "used",
                "",
                TestTokens.text(
                        TestTokens.token(authority, "east", clock.instant().plusSeconds(60))
                                .build()))) {
            Membership membership = establish(tokenFile(useless));
            assertThat(membership.held()).isEmpty();
            assertThat(membership.addresses()).containsExactly(kept);
        }
        assertThat(establish(Optional.empty()).held()).isEmpty();
    }

    @Test
    void withoutIdentityAndTokenItSaysWhatToDo() {
        assertThatThrownBy(() -> establish(Optional.empty()))
                .isInstanceOf(JoinException.class)
                .hasMessageContaining("hanse token create east");
        assertThatThrownBy(() -> establish(Optional.of(directory.resolve("none"))))
                .hasMessageContaining("does not exist");
    }

    @Test
    void uselessTokensAreRefusedBeforeAnythingIsSent() throws IOException {
        Optional<Path> west = tokenFile(TestTokens.text(
                TestTokens.token(authority, "west", clock.instant().plusSeconds(60))
                        .build()));
        assertThatThrownBy(() -> establish(west)).hasMessageContaining("made for cluster west");

        Optional<Path> ended = tokenFile(TestTokens.text(
                TestTokens.token(authority, "east", clock.instant()).build()));
        assertThatThrownBy(() -> establish(ended)).hasMessageContaining("ended at");

        Optional<Path> malformed = tokenFile("nonsense");
        assertThatThrownBy(() -> establish(malformed)).hasMessageContaining("malformed");
    }

    @Test
    void damagedIdentityIsServedWithWhateverTokenThereIsWhereSomethingIsKnown() throws Exception {
        ControlPlaneAddress kept = new ControlPlaneAddress("192.0.2.1", 9443);
        book.save(List.of(kept));
        store.save(credentials("gw-1"));
        Files.delete(directory.resolve("identity.pem.copy"));
        Path file = Files.writeString(directory.resolve("identity.pem"), "rubbish");
        admission = new Admission(store, book, key, true, clock);

        Membership membership = establish(tokenFile("used"));

        assertThat(membership.held()).isEmpty();
        assertThat(membership.addresses()).containsExactly(kept);
        assertThat(file).as("can still be looked at").hasContent("rubbish");
    }

    @Test
    void damagedIdentityIsNotTakenForNone() throws IOException {
        store.save(credentials("gw-1"));
        Path file = directory.resolve("identity.pem");
        String text = Files.readString(file);
        Files.delete(directory.resolve("identity.pem.copy"));
        for (String damaged : List.of("", "rubbish", text.substring(0, text.length() / 2), text.substring(300))) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> establish(Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** Nobody can make a file where a directory with content is. */
    @Test
    void noTokenIsShownWhereItsCertificateCouldNotBeKept() throws Exception {
        Files.createDirectories(directory.resolve("identity.pem.room.new").resolve("full"));
        Optional<Path> token = tokenFile(TestTokens.text(
                TestTokens.token(authority, "east", clock.instant().plusSeconds(60))
                        .build()));

        assertThatThrownBy(() -> establish(token))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the credentials could not be kept as " + directory.resolve("identity.pem"))
                .hasMessageContaining("was not used");
    }
}
