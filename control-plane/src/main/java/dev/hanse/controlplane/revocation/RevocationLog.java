// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the file of revocations beside a store at start, notices where one of the two is missing or older than the other, and
 * brings the store up to the file.
 */
public final class RevocationLog {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationLog.class);

    /** Its name in the data directory. */
    public static final String NAME = "revocations.log";

    /** Says that the file is lost for good; an operator puts it there, and it goes with the start that read it. */
    static final String LOST = "revocations.lost";

    private final Path file;
    private final Path lost;
    private final FederationStore store;
    private final InstantSource clock;

    private RevocationLog(Path directory, FederationStore store, InstantSource clock) {
        this.file = directory.resolve(NAME);
        this.lost = directory.resolve(LOST);
        this.store = store;
        this.clock = clock;
    }

    /**
     * What the start found.
     *
     * @param store writes revocations into the file first
     * @param replay what the store did not know
     * @param revoked all certificates that the file remembers
     */
    public record Opened(FederationStore store, Replay replay, List<IssuedCertificate> revoked) {
        /** Copies the list. */
        public Opened {
            revoked = List.copyOf(revoked);
        }
    }

    /**
     * Opens or makes the file.
     *
     * @param saved what the store holds
     * @param pin of the root key, in hexadecimal
     * @throws IOException if the file is damaged, of another authority, missing or older than the store; the message says
     *     what to bring back
     */
    public static Opened open(Path directory, FederationStore store, SavedState saved, String pin, InstantSource clock)
            throws IOException {
        return new RevocationLog(directory, store, clock).open(pin, saved);
    }

    private Opened open(String pin, SavedState saved) throws IOException {
        Optional<Long> known =
                Optional.ofNullable(store.marks().get(StoreMark.REVOCATIONS)).map(Long::valueOf);
        boolean givenUp = Files.exists(lost);
        boolean fresh = givenUp || (known.isEmpty() && !Files.exists(file));
        RevocationFile found = fresh ? begin(pin, saved) : read(pin, known);
        // What a fresh file holds came from the store.
        long upTo = fresh ? found.records().last() : known.orElse(0L);
        Replay replay = Replay.of(found.records(), upTo, saved, clock.instant());
        bringUp(replay, found, known);
        if (givenUp) {
            Files.delete(lost);
            LOG.warn("{} was lost and is begun anew: what was revoked or removed since a backup counts again", file);
        }
        return new Opened(new RevocationStore(store, found, clock), replay, revoked(found));
    }

    private void bringUp(Replay replay, RevocationFile found, Optional<Long> known) {
        if (known.isEmpty() || known.get() != found.records().last()) {
            List<StateChange> changes = new ArrayList<>(replay.changes());
            changes.add(RevocationStore.mark(found));
            store.commit(changes);
        }
    }

    private static List<IssuedCertificate> revoked(RevocationFile found) {
        List<IssuedCertificate> revoked = new ArrayList<>();
        found.records().records().forEach(each -> {
            if (each.revocation() instanceof Revocation.OfCertificate(var certificate)) {
                revoked.add(certificate);
            }
        });
        return revoked;
    }

    /** A file of what the store knows to be revoked: the first one, or one for a file that is lost. */
    private RevocationFile begin(String pin, SavedState saved) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(NAME + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        RevocationFile made = RevocationFile.make(file, pin);
        List<Revocation> revoked = new ArrayList<>();
        saved.certificates().stream()
                .filter(each -> each.revokedAt().isPresent())
                .forEach(each -> revoked.add(new Revocation.OfCertificate(each)));
        if (!revoked.isEmpty()) {
            made.append(revoked);
        }
        return made;
    }

    private RevocationFile read(String pin, Optional<Long> known) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + ": missing, though federation.db knows of it" + remedy());
        }
        RevocationFile found;
        try {
            found = RevocationFile.read(file);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + remedy(), e);
        }
        if (!found.records().pin().equals(pin)) {
            throw new IOException(file + ": belongs to the root key "
                    + found.records().pin() + ", but ca-root.pem is " + pin + remedy());
        }
        if (found.records().last() < known.orElse(0L)) {
            throw new IOException(file + ": ends with record " + found.records().last()
                    + ", though federation.db knows of record " + known.orElse(0L) + remedy());
        }
        return found;
    }

    private String remedy() {
        return " (expected: the newest copy of it. What was revoked since a backup stands nowhere else; if it is lost for"
                + " good, put an empty file " + lost + " beside it: it is begun anew with what federation.db knows)";
    }
}
