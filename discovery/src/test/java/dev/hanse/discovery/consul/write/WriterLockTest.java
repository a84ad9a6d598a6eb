// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Protects that one gateway writes: who takes the lock, who keeps it, and who gives way. */
class WriterLockTest {

    private static final SeenLock OURS = new SeenLock("s-1", "gw-1");
    private static final SeenLock OTHERS = new SeenLock("s-2", "gw-2");

    private final FakeConsul consul = new FakeConsul().reply("/v1/session/create", 200, "{\"ID\": \"s-1\"}");
    private long now;
    private final WriterLock lock = new WriterLock("hanse-west", "hanse/west/writer", "gw-1", () -> now);

    private boolean turn(SeenLock seen, boolean fresh) throws Exception {
        return lock.turn(consul, seen, fresh);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void aFreeLockIsTakenByWhoIsFresh() throws Exception {
        assertThat(turn(SeenLock.FREE, false)).isFalse();
        assertThat(consul.written()).isEmpty();
        assertThat(turn(SeenLock.FREE, true)).isTrue();
        assertThat(consul.written())
                .satisfiesExactly(
                        create -> assertThat(create).contains("\"Node\":\"hanse-west\"", "\"NodeChecks\":[]"),
                        acquire -> assertThat(acquire).isEqualTo("/v1/kv/hanse/west/writer?acquire=s-1 gw-1"));
    }

    @Test
    void oneThatAnotherGatewayHasIsLeft() throws Exception {
        assertThat(turn(OTHERS, true)).isFalse();
        assertThat(consul.written()).isEmpty();
    }

    @Test
    void thatOfAProcessOfBeforeIsTakenOver() throws Exception {
        assertThat(turn(new SeenLock("s-0", "gw-1"), true)).isTrue();
        assertThat(consul.written()).first().isEqualTo("/v1/session/destroy/s-0 ");
    }

    @Test
    void whoComesTooLateLeavesNoSession() throws Exception {
        consul.reply("/v1/kv/", 200, "false");
        assertThat(turn(SeenLock.FREE, true)).isFalse();
        assertThat(consul.written()).last().isEqualTo("/v1/session/destroy/s-1 ");
    }

    @Test
    void itIsRenewedInTimeAndLostWithItsSession() throws Exception {
        turn(SeenLock.FREE, true);
        consul.written();
        pass(Duration.ofSeconds(2));
        assertThat(turn(OURS, true)).isTrue();
        assertThat(consul.written()).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(turn(OURS, true)).isTrue();
        assertThat(consul.written()).containsExactly("/v1/session/renew/s-1 ");

        consul.reply("/v1/session/renew/", 404, "");
        pass(Duration.ofSeconds(4));
        assertThat(turn(OURS, false)).isFalse();
        assertThat(lock.isHeld()).isFalse();
    }

    @Test
    void whoIsNotFreshWritesNothingAndGivesWayAfterAWhile() throws Exception {
        turn(SeenLock.FREE, true);
        assertThat(turn(OURS, false)).isFalse();
        assertThat(lock.isHeld()).isTrue();
        pass(Duration.ofSeconds(6));
        consul.written();
        assertThat(turn(OURS, false)).isFalse();
        assertThat(lock.isHeld()).isFalse();
        assertThat(consul.written()).containsExactly("/v1/session/destroy/s-1 ");
    }

    @Test
    void itIsNotHeldForLongerThanConsulKeepsItsSession() throws Exception {
        turn(SeenLock.FREE, true);
        consul.away(true);
        pass(Duration.ofSeconds(19));
        assertThat(lock.isHeld()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(lock.isHeld()).isFalse();
        consul.away(false);
        assertThat(turn(OURS, true)).as("Consul still has the session").isTrue();
    }

    @Test
    void itIsLostOnceAnotherSessionIsReadThere() throws Exception {
        SeenLock before = new SeenLock("s-0", "gw-1");
        assertThat(turn(before, true)).isTrue();
        assertThat(turn(before, true)).as("read before it was taken").isTrue();
        assertThat(turn(OURS, true)).isTrue();
        consul.written();
        assertThat(turn(OTHERS, true)).isFalse();
        assertThat(lock.isHeld()).isFalse();
        assertThat(consul.written()).containsExactly("/v1/session/destroy/s-1 ");
    }
}
