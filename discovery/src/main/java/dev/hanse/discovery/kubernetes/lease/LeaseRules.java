// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a gateway may write, and what it does for that. All times are taken before a request is sent, so that the holder stops before others may take over, whatever became of the
 * answer. A process that was frozen finds its own time over when it wakes, by the monotonic clock and by the wall clock: one of them went on. Pure; not for several threads.
 */
final class LeaseRules {

    /** Others wait so long after the last renewal that they saw. */
    static final Duration TERM = Duration.ofSeconds(12);

    /** The holder writes so long after the last renewal that it sent. */
    static final Duration OWN_TERM = Duration.ofSeconds(10);

    /** From renewal to renewal. */
    static final Duration PACE = Duration.ofSeconds(5);

    /** A holder that does not know for longer what is to be written gives way to another one. */
    static final Duration STALE = Duration.ofSeconds(5);

    /** Who does not hear the control plane leaves a free Lease for so long to those who do. */
    static final Duration YIELD = Duration.ofSeconds(3);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String self;
    private boolean listed;
    private @Nullable SeenLease seen;
    private boolean everRenewed;
    private long renewedAt;
    private Instant renewedWall = Instant.EPOCH;
    private boolean missing;
    private long missingSince;
    private boolean stale;
    private long staleSince;

    /** @param self who asks; unique in the cluster, and the same after a restart */
    LeaseRules(String self) {
        this.self = self;
    }

    /** The Lease is so, or is not there. */
    void onSeen(@Nullable SeenLease now) {
        SeenLease before = seen;
        boolean same = before != null && now != null && before.version().equals(now.version());
        listed = true;
        seen = same ? before : now;
    }

    /** A request that made us the holder was answered. */
    void onHeld(SeenLease now, long sentNanos, Instant sentWall) {
        onSeen(now);
        everRenewed = true;
        renewedAt = sentNanos;
        renewedWall = sentWall;
    }

    /** Whether this gateway may send a write at this moment. */
    boolean mayWrite(long nowNanos, Instant nowWall) {
        return holds()
                && everRenewed
                && nowNanos - renewedAt < OWN_TERM.toNanos()
                && Duration.between(renewedWall, nowWall).compareTo(OWN_TERM) < 0;
    }

    /** Whether it may write its own cluster's endpoints only: it does not hear the control plane, and nobody else did who could have taken the Lease. */
    boolean isAlone() {
        return seen != null && seen.alone();
    }

    /** At the end: only a Lease that is ours is let go. */
    LeaseMove release(long nowNanos, Instant nowWall) {
        SeenLease lease = seen;
        return lease != null && mayWrite(nowNanos, nowWall)
                ? new LeaseMove.Release(lease, LeaseMove.Why.END)
                : new LeaseMove.Wait(LONGEST_WAIT);
    }

    private boolean holds() {
        return seen != null && seen.holder().equals(self);
    }

    /** Who holds it; empty: nobody, or it is not known. */
    String holder() {
        return seen == null ? "" : seen.holder();
    }

    /** The same for a gateway that has nothing to write where it is not fresh. */
    LeaseMove next(boolean fresh, long nowNanos) {
        return next(fresh, false, nowNanos);
    }

    /**
     * @param fresh whether this gateway knows what is to be written
     * @param viewed whether it knows what its own cluster exports, and has had a view at least
     */
    LeaseMove next(boolean fresh, boolean viewed, long nowNanos) {
        if (fresh) {
            stale = false;
        } else if (!stale) {
            stale = true;
            staleSince = nowNanos;
        }
        SeenLease lease = seen;
        if (!listed) {
            return new LeaseMove.Wait(LONGEST_WAIT);
        }
        if (lease == null) {
            return create(fresh, viewed, nowNanos);
        }
        missing = false;
        return lease.holder().equals(self)
                ? own(lease, fresh, viewed, nowNanos)
                : others(lease, fresh, viewed, nowNanos);
    }

    /** Somebody has deleted it, or there was none: as one that nobody holds. */
    private LeaseMove create(boolean fresh, boolean viewed, long nowNanos) {
        if (!missing) {
            missing = true;
            missingSince = nowNanos;
        }
        boolean alone = !fresh && viewed && nowNanos - missingSince >= YIELD.toNanos();
        return fresh || alone ? new LeaseMove.Create(alone) : new LeaseMove.Wait(LONGEST_WAIT);
    }

    private LeaseMove own(SeenLease lease, boolean fresh, boolean viewed, long nowNanos) {
        if (lease.alone()) {
            return fresh || viewed ? ownAlone(lease, fresh, nowNanos) : ownIdle(lease);
        }
        if (!fresh && nowNanos - staleSince > STALE.toNanos()) {
            return new LeaseMove.Release(lease, viewed ? LeaseMove.Why.AWAY : LeaseMove.Why.UNKNOWN);
        }
        if (!everRenewed) {
            return fresh ? new LeaseMove.Renew(lease) : new LeaseMove.Wait(LONGEST_WAIT);
        }
        return renew(lease, false, nowNanos);
    }

    private LeaseMove ownAlone(SeenLease lease, boolean fresh, long nowNanos) {
        return fresh || !everRenewed ? new LeaseMove.Renew(lease, !fresh) : renew(lease, true, nowNanos);
    }

    /** It has nothing that it could write. After a restart that passes within a moment, or the Lease runs out. */
    private LeaseMove ownIdle(SeenLease lease) {
        return everRenewed ? new LeaseMove.Release(lease, LeaseMove.Why.UNKNOWN) : new LeaseMove.Wait(LONGEST_WAIT);
    }

    private LeaseMove renew(SeenLease lease, boolean alone, long nowNanos) {
        long left = PACE.toNanos() - (nowNanos - renewedAt);
        return left <= 0 ? new LeaseMove.Renew(lease, alone) : waitFor(left);
    }

    private LeaseMove others(SeenLease lease, boolean fresh, boolean viewed, long nowNanos) {
        if (fresh && lease.alone()) {
            return new LeaseMove.Take(lease);
        }
        long age = nowNanos - lease.seenAtNanos();
        long left = lease.holder().isEmpty() ? -age : lease.term().toNanos() - age;
        if (left > 0) {
            return waitFor(left);
        }
        boolean alone = !fresh && viewed && left + YIELD.toNanos() <= 0;
        return fresh || alone ? new LeaseMove.Take(lease, alone) : new LeaseMove.Wait(LONGEST_WAIT);
    }

    private static LeaseMove waitFor(long nanos) {
        return new LeaseMove.Wait(Duration.ofNanos(Math.min(nanos, LONGEST_WAIT.toNanos())));
    }
}
