// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.net.time.Backoff;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This gateway's membership while it runs: its credentials, in memory and on disk, and where the control plane was.
 * Thread-safe.
 */
public final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    /** Operators search their logs for this name. */
    private static final Logger ADDRESSES = LoggerFactory.getLogger("dev.hanse.gateway.ControlPlaneBridge");

    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private static final String UNKNOWN = "unknown";

    private final JoinRequest request;
    private final AddressBook book;
    private final TokenJoin token;
    private final Membership membership;
    private final AtomicReference<Optional<Credentials>> current;
    private final KeptValue<List<ControlPlaneAddress>> addressesKept;
    private final KeptValue<Credentials> credentialsKept;
    private final AtomicReference<Optional<Credentials>> revoked = new AtomicReference<>(Optional.empty());

    private Enrolment(
            JoinRequest request,
            CredentialStore store,
            AddressBook book,
            JoinKey key,
            TokenJoin token,
            Membership membership) {
        this.request = request;
        this.book = book;
        this.token = token;
        this.membership = membership;
        this.current = new AtomicReference<>(membership.held().map(IssuedCertificate::credentials));
        this.addressesKept = new KeptValue<>("the control plane's addresses", this::keep, ADDRESSES);
        this.credentialsKept = new KeptValue<>(
                "the renewed certificate",
                renewed -> {
                    store.save(renewed);
                    key.forget();
                },
                LOG);
    }

    /**
     * Joins, or finds that the gateway has joined before. Blocks.
     *
     * @param tokenFile holds the join token; needed for the first start, and where the certificate has ended
     * @param directory keeps credentials and addresses
     * @param serves whether there is something to serve, kept from before: then nothing is waited for
     */
    public static Enrolment establish(
            JoinRequest request,
            Optional<Path> tokenFile,
            DataDirectory directory,
            boolean serves,
            Clock clock,
            RandomGenerator random)
            throws JoinException, IOException, InterruptedException {
        CredentialStore store = new CredentialStore(directory.resolve("identity.pem"));
        AddressBook book = new AddressBook(directory.resolve("control-plane-addresses"));
        JoinKey key = new JoinKey(directory.resolve("join-key.pem"));
        TokenJoin token = new TokenJoin(request, tokenFile, key, clock, each -> registration(each, clock, random));
        Admission admission = new Admission(store, book, key, serves, clock);
        return new Enrolment(request, store, book, key, token, admission.establish(request, token));
    }

    private static Registration registration(JoinToken token, Clock clock, RandomGenerator random) {
        return new Registration(
                TlsChannelFactory.joining(token), clock, new Backoff(FIRST_DELAY, LONGEST_DELAY, random));
    }

    /**
     * The credentials that hold now.
     *
     * @throws io.grpc.StatusRuntimeException if they are lost and a token has not brought others yet
     */
    public Credentials credentials() {
        return current.get()
                .orElseThrow(() -> Status.UNAVAILABLE
                        .withDescription("this gateway has lost its identity and has to join again first")
                        .asRuntimeException());
    }

    /** Who the gateway is; of the cluster set {@code unknown} where no certificate says which. */
    public GatewayIdentity identity() {
        return current.get()
                .map(Credentials::identity)
                .orElseGet(() -> new GatewayIdentity(UNKNOWN, request.cluster(), request.gateway()));
    }

    /** What the process started with; empty: it was lost. */
    public Optional<IssuedCertificate> first() {
        return membership.held();
    }

    /** Where the control plane was when the process started. */
    public List<ControlPlaneAddress> addresses() {
        return membership.addresses();
    }

    /** The control plane does not take the credentials that hold now any more. */
    public void onRevoked() {
        revoked.set(current.get());
    }

    /**
     * How the next certificate is asked for.
     *
     * @param renewal while the one in use is good
     * @param reached hears where the control plane is that took a token instead
     */
    public RenewalCall reissue(RenewalCall renewal, Clock clock, Consumer<List<ControlPlaneAddress>> reached) {
        return new Reissue(renewal, token, request, clock, current::get, revoked::get, reached);
    }

    /** The control plane is reached at these addresses from now on. Blocks for the file. */
    public void moved(List<ControlPlaneAddress> addresses) {
        addressesKept.keep(addresses);
    }

    private void keep(List<ControlPlaneAddress> addresses) throws IOException {
        if (!book.load().equals(addresses)) {
            book.save(addresses);
        }
    }

    /**
     * Takes renewed credentials: they serve from the next connection on, and from the next start. Blocks for the file.
     */
    public void renewed(Credentials credentials) {
        current.set(Optional.of(credentials));
        credentialsKept.keep(credentials);
    }

    /** Tries again to write what could not be written. Blocks for the files. */
    public void retryWrites() {
        addressesKept.retry();
        credentialsKept.retry();
    }

    /** Why files do not hold the newest. */
    public List<String> stateFailures() {
        return Stream.of(addressesKept, credentialsKept)
                .map(KeptValue::failure)
                .filter(failure -> !failure.isEmpty())
                .toList();
    }
}
