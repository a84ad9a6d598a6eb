// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.audit;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.store.StoreUnavailableException;
import dev.hanse.net.text.VisibleText;
import dev.hanse.net.time.RepeatLimit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in log and store who asked what and what became of it. What is done is a line of its own; what is refused is
 * counted by actor, action and reason, so that repeating it costs neither disk nor log. Owned by the control loop, but
 * for {@link #refused}.
 */
public final class AuditLog {

    /** Of each part of a record: what others sent fits one line of bounded length that no terminal obeys. */
    private static final int MAX_CHARACTERS = 512;

    private final Logger log;
    private final StateWriter writer;
    private final InstantSource clock;
    private final RefusalCounts counts = new RefusalCounts();
    private final RepeatLimit<Refused> lines = new RepeatLimit<>(System::nanoTime);
    private final LongAdder refusals = new LongAdder();
    private boolean behind;

    private record Refused(String actor, String action, String reason) {}

    /** Writes with this. */
    public AuditLog(StateWriter writer, InstantSource clock) {
        this(writer, clock, LoggerFactory.getLogger("dev.hanse.audit"));
    }

    AuditLog(StateWriter writer, InstantSource clock, Logger log) {
        this.writer = writer;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Something is done: makes it durable together with the record of it, both or neither. Only then it is told. What was
     * refused before it is written before it.
     *
     * @throws StoreUnavailableException if that could not be written
     */
    public void granted(String actor, String action, String subject, String detail, List<StateChange> changes) {
        AuditEntry entry = entry(actor, action, subject, AuditEntry.GRANTED, detail);
        commit(changes, entry);
        log.info("{} by {}: {} {}", entry.action(), entry.actor(), entry.subject(), entry.detail());
    }

    /** Says that something is done, and gives the record of it, which the caller makes durable together with it. */
    public StateChange entry(String actor, String action, String subject, String detail) {
        AuditEntry entry = entry(actor, action, subject, AuditEntry.GRANTED, detail);
        log.info("{} by {}: {} {}", entry.action(), entry.actor(), entry.subject(), entry.detail());
        return new StateChange.Audit(entry);
    }

    /**
     * Something was found that nobody asked for: makes what follows from it durable together with the record of it, where
     * the store can be written.
     */
    public void noticed(String actor, String action, String subject, String detail, List<StateChange> changes) {
        AuditEntry entry = entry(actor, action, subject, AuditEntry.NOTICED, detail);
        log.warn("{} by {}: {}: {}", entry.action(), entry.actor(), entry.subject(), entry.detail());
        try {
            commit(changes, entry);
        } catch (StoreUnavailableException e) {
            log.warn("that is in this log only: {}", e.getMessage());
        }
    }

    /**
     * Something is in effect already: makes it durable together with the record of it, now or as soon as the store can
     * be written.
     *
     * @return false: not yet
     */
    public boolean inEffect(String actor, String action, String subject, String detail, List<StateChange> changes) {
        AuditEntry entry = entry(actor, action, subject, AuditEntry.GRANTED, detail);
        log.info("{} by {}: {} {}", entry.action(), entry.actor(), entry.subject(), entry.detail());
        return writer.insist(after(counts.take(), changes, entry));
    }

    /** Something was refused: told, the first time, and counted; the count is written by {@link #writeRefusals}. Any thread. */
    public void refused(String actor, String action, String subject, String reason, String detail) {
        AuditEntry entry = entry(actor, action, subject, reason, detail);
        counts.add(entry);
        refusals.increment();
        lines.tell(new Refused(entry.actor(), entry.action(), reason)).ifPresent(untold -> tell(entry, untold));
    }

    /**
     * Parts of one message were refused, which the log has from the caller: counted like {@link #refused}, apart from {@link #refusals}, which are of calls
     * and connections. Any thread.
     *
     * @param subject the last of them
     * @param times how many
     */
    public void counted(String actor, String action, String subject, String reason, String detail, int times) {
        AuditEntry last = entry(actor, action, subject, reason, detail);
        counts.add(last.times(times));
    }

    private void tell(AuditEntry entry, String untold) {
        log.warn("{} by {} refused: {}: {}{}", entry.action(), entry.actor(), entry.outcome(), entry.detail(), untold);
    }

    private AuditEntry entry(String actor, String action, String subject, String outcome, String detail) {
        return new AuditEntry(clock.instant(), text(actor), text(action), text(subject), outcome, text(detail));
    }

    private static String text(String ofOthers) {
        return VisibleText.head(ofOthers, MAX_CHARACTERS);
    }

    /** How often something was refused since the start. Any thread. */
    public long refusals() {
        return refusals.sum();
    }

    /** Writes what was refused since the last time. While the store cannot be written, it is counted on. */
    public void writeRefusals() {
        List<AuditEntry> taken = counts.take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            commit(List.of(new StateChange.CountRefusals(taken)), taken);
            behind = false;
        } catch (StoreUnavailableException e) {
            tellBehind(e);
        }
    }

    private void commit(List<StateChange> changes, AuditEntry entry) {
        List<AuditEntry> before = counts.take();
        commit(after(before, changes, entry), before);
    }

    /** What was refused before, what is done, and the record of it. */
    private static List<StateChange> after(List<AuditEntry> refusals, List<StateChange> changes, AuditEntry entry) {
        List<StateChange> all = new ArrayList<>(changes);
        all.add(new StateChange.CountRefusals(refusals));
        all.add(new StateChange.Audit(entry));
        return all;
    }

    private void commit(List<StateChange> changes, List<AuditEntry> refusals) {
        try {
            writer.commit(changes);
        } catch (StoreUnavailableException e) {
            counts.putBack(refusals);
            throw e;
        }
    }

    private void tellBehind(StoreUnavailableException why) {
        if (!behind) {
            log.warn("refusals are counted in memory until the store can be written: {}", why.getMessage());
            behind = true;
        }
    }
}
