// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.audit;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in log and store who asked what and what became of it. Owned by the control loop. */
public final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.audit");
    private static final int MAX_TEXT = 512;

    private final StateWriter writer;
    private final InstantSource clock;

    /** Writes with this. */
    public AuditLog(StateWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * Something is done: makes it durable together with the record of it, both or neither.
     *
     * @throws StoreUnavailableException if that could not be written
     */
    public void granted(String actor, String action, String subject, String detail, List<StateChange> changes) {
        AuditEntry entry = new AuditEntry(clock.instant(), actor, action, subject, AuditEntry.GRANTED, cut(detail));
        LOG.info("{} by {}: {} {}", action, actor, subject, entry.detail());
        List<StateChange> all = new ArrayList<>(changes);
        all.add(new StateChange.Audit(entry));
        writer.commit(all);
    }

    /** Says that something is done, and gives the record of it, which the caller makes durable together with it. */
    public StateChange entry(String actor, String action, String subject, String detail) {
        AuditEntry entry = new AuditEntry(clock.instant(), actor, action, subject, AuditEntry.GRANTED, cut(detail));
        LOG.info("{} by {}: {} {}", action, actor, subject, entry.detail());
        return new StateChange.Audit(entry);
    }

    /**
     * Something was found that nobody asked for: makes what follows from it durable together with the record of it, where
     * the store can be written.
     */
    public void noticed(String actor, String action, String subject, String detail, List<StateChange> changes) {
        AuditEntry entry =
                new AuditEntry(clock.instant(), actor, action, cut(subject), AuditEntry.NOTICED, cut(detail));
        LOG.warn("{} by {}: {}: {}", action, actor, entry.subject(), entry.detail());
        List<StateChange> all = new ArrayList<>(changes);
        all.add(new StateChange.Audit(entry));
        try {
            writer.commit(all);
        } catch (StoreUnavailableException e) {
            LOG.warn("that is in this log only: {}", e.getMessage());
        }
    }

    /**
     * Something is in effect already: makes it durable together with the record of it, now or as soon as the store can
     * be written.
     *
     * @return false: not yet
     */
    public boolean inEffect(String actor, String action, String subject, String detail, List<StateChange> changes) {
        AuditEntry entry = new AuditEntry(clock.instant(), actor, action, subject, AuditEntry.GRANTED, cut(detail));
        LOG.info("{} by {}: {} {}", action, actor, subject, entry.detail());
        List<StateChange> all = new ArrayList<>(changes);
        all.add(new StateChange.Audit(entry));
        return writer.insist(all);
    }

    /** Something was refused. A store that cannot be written does not change that. */
    public void refused(String actor, String action, String subject, String reason, String detail) {
        AuditEntry entry = new AuditEntry(clock.instant(), actor, action, cut(subject), reason, cut(detail));
        LOG.warn("{} by {} refused: {}: {}", action, actor, reason, entry.detail());
        try {
            writer.commit(List.of(new StateChange.Audit(entry)));
        } catch (StoreUnavailableException e) {
            LOG.warn("the refusal is in this log only: {}", e.getMessage());
        }
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT);
    }
}
