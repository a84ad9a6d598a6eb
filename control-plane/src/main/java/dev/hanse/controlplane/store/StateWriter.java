// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to write to the store. What must not be done without being durable is committed, and refused where that
 * fails. What may live in memory meanwhile is kept: while the store cannot be written it falls behind, until everything
 * can be written again.
 *
 * <p>Owned by the control loop.
 */
public final class StateWriter {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.controlplane.LiveFederation");

    private final FederationStore store;
    private final List<StateChange> owed = new ArrayList<>();
    private boolean behind;
    private boolean failing;

    /** Writes to this store and nobody else does. */
    public StateWriter(FederationStore store) {
        this.store = store;
    }

    /**
     * Makes changes durable, all of them or none.
     *
     * @throws StoreUnavailableException if they could not be written
     */
    public void commit(List<StateChange> changes) {
        try {
            store.commit(withOwed(changes));
            owed.clear();
            onWritten();
        } catch (StoreUnavailableException e) {
            onFailed(e);
            throw e;
        }
    }

    private List<StateChange> withOwed(List<StateChange> changes) {
        List<StateChange> all = new ArrayList<>(owed);
        all.addAll(changes);
        return all;
    }

    /**
     * Makes changes durable that are in effect already, or else owes them: they are written before anything else once
     * the store can be written. For what must not wait for a disk; bounded by what callers take away with it.
     *
     * @return false: they are owed, and from now on the store is behind
     */
    public boolean insist(List<StateChange> changes) {
        try {
            commit(changes);
            return true;
        } catch (StoreUnavailableException e) {
            store.inEffect(changes);
            owed.addAll(changes);
            behind = true;
            LOG.error(
                    "the store cannot be written; what was decided is in effect and is written when it can: {}",
                    e.getMessage());
            return false;
        }
    }

    /**
     * Makes changes durable, unless the store is behind.
     *
     * @return false: this write failed, and from now on the store is behind
     */
    public boolean keep(List<StateChange> changes) {
        if (changes.isEmpty() || behind) {
            return true;
        }
        try {
            store.commit(changes);
            onWritten();
            return true;
        } catch (StoreUnavailableException e) {
            behind = true;
            onFailed(e);
            return false;
        }
    }

    /** Told once until it works again, whatever is written meanwhile. */
    private void onFailed(StoreUnavailableException e) {
        if (!failing) {
            failing = true;
            LOG.error(
                    "the store cannot be written; exports go on in memory until it can, and what must be kept is refused:"
                            + " {}",
                    e.getMessage());
        }
    }

    private void onWritten() {
        if (failing && !behind) {
            failing = false;
            LOG.info("the store can be written again; nothing is missing in it");
        }
    }

    /** Whether something is kept in memory only. */
    public boolean isBehind() {
        return behind;
    }

    /** Whether the last write failed: what must be kept is refused until one succeeds. */
    public boolean isFailing() {
        return failing;
    }

    /** Where a write has failed, tries to write {@code everything} that is to be kept. */
    public void catchUp(Supplier<List<StateChange>> everything) {
        if (!failing) {
            return;
        }
        try {
            store.commit(withOwed(everything.get()));
            owed.clear();
            behind = false;
            failing = false;
            LOG.info("the store can be written again; everything was written anew");
        } catch (StoreUnavailableException e) {
            LOG.debug("the store still cannot be written", e);
        }
    }
}
