// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.lease.LeaseMove.Why;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Protects the one who writes: only the holder, only in time, only while it knows what to write. */
final class LeaseRulesTest {

    private static final Instant WALL = Instant.parse("2026-11-29T10:00:00Z");
    private final LeaseRules rules = new LeaseRules("gw-1");
    private int version;

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static Instant wall(long seconds) {
        return WALL.plusSeconds(seconds);
    }

    private SeenLease lease(String holder, long at) {
        version++;
        return new SeenLease(holder, Duration.ofSeconds(12), 0, "uid", Integer.toString(version), seconds(at));
    }

    @Test
    void nothingIsAskedForBeforeTheLeaseWasRead() {
        assertThat(rules.next(true, 0)).isInstanceOf(LeaseMove.Wait.class);
    }

    @Test
    void makesItWhereThereIsNone() {
        rules.onSeen(null);

        assertThat(rules.next(true, 0)).isEqualTo(new LeaseMove.Create(false));
        assertThat(rules.next(false, 0)).as("with an old view").isInstanceOf(LeaseMove.Wait.class);
    }

    @Test
    void takesItFromNobodyAtOnceAndFromAnotherOneWhenItWasNotRenewedForItsTerm() {
        SeenLease free = lease("", 0);
        rules.onSeen(free);
        assertThat(rules.next(true, 0)).isEqualTo(new LeaseMove.Take(free));
        SeenLease theirs = lease("gw-2", 0);
        rules.onSeen(theirs);
        assertThat(rules.next(true, seconds(12) - 1)).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(true, seconds(12))).isEqualTo(new LeaseMove.Take(theirs));
        assertThat(rules.next(false, seconds(12))).isInstanceOf(LeaseMove.Wait.class);
    }

    @Test
    void listingTheSameAgainDoesNotMakeItYounger() {
        SeenLease theirs = lease("gw-2", 0);
        rules.onSeen(theirs);
        rules.onSeen(new SeenLease("gw-2", Duration.ofSeconds(12), 0, "uid", theirs.version(), seconds(11)));

        assertThat(rules.next(true, seconds(12))).isInstanceOf(LeaseMove.Take.class);
    }

    @Test
    void renewsEveryFiveSecondsAndWritesForTenAfterTheLast() {
        rules.onHeld(lease("gw-1", 1), seconds(0), wall(0));

        assertThat(rules.next(true, seconds(5) - 1)).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(true, seconds(5))).isInstanceOf(LeaseMove.Renew.class);
        assertThat(rules.mayWrite(seconds(10) - 1, wall(9))).isTrue();
        assertThat(rules.mayWrite(seconds(10), wall(9))).isFalse();
    }

    @Test
    void aHolderThatWasFrozenFindsItsTimeOverByEitherClock() {
        rules.onHeld(lease("gw-1", 0), seconds(0), wall(0));

        assertThat(rules.mayWrite(seconds(1), wall(1))).isTrue();
        assertThat(rules.mayWrite(seconds(60), wall(1))).as("stopped").isFalse();
        assertThat(rules.mayWrite(seconds(1), wall(60))).as("the machine slept").isFalse();
    }

    @Test
    void whoSeesAnotherHolderWritesNothing() {
        rules.onHeld(lease("gw-1", 0), seconds(0), wall(0));
        rules.onSeen(lease("gw-2", 1));

        assertThat(rules.mayWrite(seconds(1), wall(1))).isFalse();
        assertThat(rules.release(seconds(1), wall(1))).isInstanceOf(LeaseMove.Wait.class);
    }

    @Test
    void itsOwnLeaseFromBeforeARestartIsRenewedBeforeAnythingIsWritten() {
        SeenLease own = lease("gw-1", 0);
        rules.onSeen(own);

        assertThat(rules.mayWrite(0, wall(0))).isFalse();
        assertThat(rules.next(true, 0)).isEqualTo(new LeaseMove.Renew(own));
        assertThat(rules.next(false, 0)).isInstanceOf(LeaseMove.Wait.class);
    }

    @Test
    void aHolderWhoseViewIsOldGivesWayAfterAWhile() {
        SeenLease own = lease("gw-1", 0);
        rules.onHeld(own, seconds(0), wall(0));
        assertThat(rules.next(false, seconds(5))).as("the link blinks").isInstanceOf(LeaseMove.Renew.class);
        rules.onHeld(own, seconds(5), wall(5));
        assertThat(rules.next(true, seconds(6))).isInstanceOf(LeaseMove.Wait.class);
        rules.next(false, seconds(7));

        assertThat(rules.next(false, seconds(12))).isInstanceOf(LeaseMove.Renew.class);
        assertThat(rules.next(false, true, seconds(13))).isEqualTo(new LeaseMove.Release(own, Why.AWAY));
        assertThat(rules.next(false, false, seconds(13)))
                .as("it may hear the control plane, and not know whose API server this is")
                .isEqualTo(new LeaseMove.Release(own, Why.UNKNOWN));
    }

    @Test
    void letsGoAtTheEndOfWhatItHoldsOnly() {
        SeenLease own = lease("gw-1", 0);
        rules.onHeld(own, seconds(0), wall(0));

        assertThat(rules.release(seconds(1), wall(1))).isEqualTo(new LeaseMove.Release(own, Why.END));
        assertThat(rules.release(seconds(11), wall(11))).isInstanceOf(LeaseMove.Wait.class);
    }

    private SeenLease alone(String holder, long at) {
        version++;
        return new SeenLease(holder, Duration.ofSeconds(12), 0, "uid", Integer.toString(version), true, seconds(at));
    }

    @Test
    void whoDoesNotHearTheControlPlaneLeavesAFreeLeaseToOthersForAWhile() {
        SeenLease free = lease("", 0);
        rules.onSeen(free);

        assertThat(rules.next(false, true, seconds(3) - 1)).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(false, true, seconds(3))).isEqualTo(new LeaseMove.Take(free, true));
        assertThat(rules.next(false, false, seconds(3))).as("without a view").isInstanceOf(LeaseMove.Wait.class);
        SeenLease theirs = lease("gw-2", 3);
        rules.onSeen(theirs);
        assertThat(rules.next(false, true, seconds(18) - 1)).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(false, true, seconds(18))).isEqualTo(new LeaseMove.Take(theirs, true));
    }

    @Test
    void whoDoesNotHearTheControlPlaneMakesADeletedLeaseAnewAfterAWhile() {
        rules.onHeld(alone("gw-1", 0), seconds(0), wall(0));
        rules.onSeen(null);

        assertThat(rules.next(false, true, seconds(1))).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(false, true, seconds(4) - 1)).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(false, true, seconds(4))).isEqualTo(new LeaseMove.Create(true));
        assertThat(rules.next(false, false, seconds(60))).as("without a view").isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(true, true, seconds(60))).isEqualTo(new LeaseMove.Create(false));

        rules.onSeen(lease("gw-2", 60));
        rules.next(false, true, seconds(60));
        rules.onSeen(null);
        assertThat(rules.next(false, true, seconds(61)))
                .as("it went a moment ago")
                .isInstanceOf(LeaseMove.Wait.class);
    }

    @Test
    void whoHearsItTakesTheLeaseAtOnceFromWhoDoesNot() {
        SeenLease theirs = alone("gw-2", 0);
        rules.onSeen(theirs);

        assertThat(rules.next(true, true, 0)).isEqualTo(new LeaseMove.Take(theirs));
        assertThat(rules.next(false, true, seconds(14))).isInstanceOf(LeaseMove.Wait.class);
    }

    /** As where the API says that it is another cluster's: nothing is written, so another gateway that may is not to wait. */
    @Test
    void whoIsAloneAndMayNotWriteGivesWay() {
        SeenLease own = alone("gw-1", 0);
        rules.onHeld(own, seconds(0), wall(0));

        assertThat(rules.next(false, false, seconds(5))).isEqualTo(new LeaseMove.Release(own, Why.UNKNOWN));
        rules.onSeen(lease("", 5));
        assertThat(rules.next(false, false, seconds(60))).isInstanceOf(LeaseMove.Wait.class);
    }

    @Test
    void whoWasAloneBeforeARestartHoldsItOnAsSoonAsItHasAView() {
        SeenLease own = alone("gw-1", 0);
        rules.onSeen(own);

        assertThat(rules.next(false, false, seconds(1))).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(false, true, seconds(1))).isEqualTo(new LeaseMove.Renew(own, true));
    }

    @Test
    void whoIsAloneSaysSoUntilItHearsTheControlPlane() {
        SeenLease own = alone("gw-1", 0);
        rules.onHeld(own, seconds(0), wall(0));
        assertThat(rules.isAlone()).isTrue();
        assertThat(rules.mayWrite(seconds(1), wall(1))).isTrue();

        assertThat(rules.next(false, true, seconds(5) - 1)).isInstanceOf(LeaseMove.Wait.class);
        assertThat(rules.next(false, true, seconds(5))).isEqualTo(new LeaseMove.Renew(own, true));
        assertThat(rules.next(false, true, seconds(60))).isEqualTo(new LeaseMove.Renew(own, true));
        assertThat(rules.next(true, true, seconds(61))).isEqualTo(new LeaseMove.Renew(own));
        rules.onHeld(lease("gw-1", 61), seconds(61), wall(61));
        assertThat(rules.isAlone()).isFalse();
    }
}
