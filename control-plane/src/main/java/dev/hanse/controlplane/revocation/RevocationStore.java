// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import dev.hanse.controlplane.model.AuditRecord;
import dev.hanse.controlplane.store.AuditFilter;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.controlplane.store.StoreUnavailableException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store with the file of revocations beside it. A revoked certificate or a removed cluster is in the file before it is in
 * the store, and in neither if the store refuses it; the store remembers how far the file went. That a token was used is
 * added after: a join that was cut off in between must not have burnt its token. Used by one thread at a time.
 */
public final class RevocationStore implements FederationStore {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationStore.class);

    private final FederationStore store;
    private final RevocationFile file;
    private final InstantSource clock;

    /** What the file has and the store does not, since it was in effect before it could be written. */
    private final Set<Revocation> ahead = new HashSet<>();

    RevocationStore(FederationStore store, RevocationFile file, InstantSource clock) {
        this.store = store;
        this.file = file;
        this.clock = clock;
    }

    @Override
    public SavedState load() {
        return store.load();
    }

    @Override
    public Map<StoreMark, String> marks() {
        return store.marks();
    }

    @Override
    public List<AuditRecord> audit(AuditFilter filter, long before, int limit) {
        return store.audit(filter, before, limit);
    }

    @Override
    public void commit(List<StateChange> changes) {
        List<Revocation> revocations = in(changes, each -> !(each instanceof Revocation.OfToken));
        if (revocations.isEmpty()) {
            store.commit(changes);
        } else {
            commit(changes, revocations);
        }
        List<Revocation> used = in(changes, Revocation.OfToken.class::isInstance);
        if (!used.isEmpty()) {
            note(used);
        }
    }

    private static List<Revocation> in(List<StateChange> changes, Predicate<Revocation> which) {
        return changes.stream()
                .map(Revocation::in)
                .flatMap(Optional::stream)
                .filter(which)
                .toList();
    }

    private void commit(List<StateChange> changes, List<Revocation> revocations) {
        RevocationFile.Undo undo = append(revocations);
        List<StateChange> all = new ArrayList<>(changes);
        all.add(mark(file));
        try {
            store.commit(all);
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
        ahead.clear();
        compact();
    }

    @Override
    public void inEffect(List<StateChange> changes) {
        List<Revocation> revocations = in(changes, each -> !(each instanceof Revocation.OfToken));
        try {
            append(revocations);
            ahead.addAll(revocations);
        } catch (StoreUnavailableException e) {
            LOG.error("a crash before the store can be written would undo a revocation: {}", e.getMessage());
        }
    }

    private void note(List<Revocation> used) {
        try {
            append(used);
        } catch (StoreUnavailableException e) {
            LOG.warn("a store restored from a backup would take this token again: {}", e.getMessage());
        }
    }

    static StateChange mark(RevocationFile file) {
        return new StateChange.PutMark(
                StoreMark.REVOCATIONS, Long.toString(file.records().last()));
    }

    private RevocationFile.Undo append(List<Revocation> revocations) {
        try {
            return file.append(
                    revocations.stream().filter(each -> !ahead.contains(each)).toList());
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "store " + RevocationLog.NAME + " cannot be written: " + e.getMessage()
                            + "; free disk space or check permissions, then try again",
                    e);
        }
    }

    private void compact() {
        try {
            file.compactIfGrown(clock.instant());
        } catch (IOException e) {
            LOG.warn("{} cannot be written anew and goes on growing: {}", RevocationLog.NAME, e.getMessage());
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
