// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects positions: whoever resumes misses nothing, and whoever might miss something does not resume. */
class ViewLogTest {

    private static final GatewayId EAST = Fixture.gateway("east", "gw-1");
    private static final GatewayId SECOND = Fixture.gateway("east", "gw-2");
    private static final GatewayId WEST = Fixture.gateway("west", "gw-1");

    private int epochs;
    private final ViewLog log = new ViewLog(() -> "e" + ++epochs, () -> 900);

    ViewLogTest() {
        for (GatewayId gateway : List.of(EAST, SECOND, WEST)) {
            log.addGateway(gateway);
        }
        log.resume(
                new SavedViews("5-7-saved", 100, 60, Map.of(EAST, 80L, WEST, 50L)),
                ViewHistory.of("5-7-saved 1 40", 100),
                true);
    }

    @Test
    void resumesWhereNothingHasChangedSince() {
        assertThat(log.resumesFrom(EAST, at(79)))
                .as("its own items changed at 80")
                .isFalse();
        assertThat(log.resumesFrom(EAST, at(80))).isTrue();
        assertThat(log.resumesFrom(WEST, at(59)))
                .as("what all see changed at 60")
                .isFalse();
        assertThat(log.resumesFrom(WEST, at(60))).isTrue();
        assertThat(log.resumesFrom(SECOND, at(99))).as("nothing is known of it").isFalse();
        assertThat(log.resumesFrom(SECOND, at(100))).isTrue();
    }

    @Test
    void doesNotResumeFromElsewhere() {
        assertThat(log.resumesFrom(EAST, at(101))).as("from the future").isFalse();
        assertThat(log.resumesFrom(EAST, new Position("5-7-other", 100))).isFalse();
        assertThatThrownBy(() -> log.resumesFrom(Fixture.gateway("north", "gw-1"), at(100)))
                .hasMessageContaining("gateway: north/gw-1 (expected: a member)");
        ViewLog fresh = new ViewLog(() -> "e", () -> 900);
        fresh.addGateway(EAST);
        fresh.resume(new SavedViews("5-7-saved", 0, 0, Map.of(EAST, 0L)), ViewHistory.of("", 0), true);
        assertThat(fresh.resumesFrom(EAST, at(0)))
                .as("nothing was ever received")
                .isFalse();
    }

    @Test
    void anOlderFormOfViewsBeginsAnotherEpoch() {
        log.resume(new SavedViews("1-saved", 100, 60, Map.of()), ViewHistory.of("", 100), true);
        assertThat(log.saved().epoch()).isEqualTo("5-1-e1");
        assertThat(log.saved().revision()).isEqualTo(101);
        assertThat(log.resumesFrom(EAST, new Position("1-saved", 100))).isFalse();
        assertThat(log.resumesFrom(EAST, new Position("5-1-e1", 100))).isFalse();
        assertThat(log.resumesFrom(EAST, new Position("5-1-e1", 101))).isTrue();
    }

    @Test
    void aRestartEndsEveryPosition() {
        change(() -> log.putShared(status("a")));
        log.restart(false);
        assertThat(log.resumesFrom(WEST, at(1000))).isFalse();
        assertThat(log.resumesFrom(WEST, new Position("5-8-e1", 999))).isFalse();
        assertThat(log.resumesFrom(WEST, new Position("5-8-e1", 1000))).isTrue();
    }

    @Test
    void whatAnotherHistoryGaveIsNoPositionOfThisOne() {
        assertThat(log.resumesFrom(WEST, at(103))).as("given before a restore").isFalse();
        assertThat(log.since(WEST, at(103)).snapshot()).isTrue();
        change(() -> log.putShared(status("a")));
        change(() -> log.putShared(status("b")));

        assertThat(log.resumesFrom(WEST, at(103)))
                .as("this history has passed it")
                .isFalse();
        assertThat(log.resumesFrom(WEST, at(60))).isTrue();
        assertThat(log.resumesFrom(WEST, at(1000))).isTrue();
        assertThat(log.since(WEST, at(60)).upserts()).containsExactlyInAnyOrder(status("a"), status("b"));
    }

    @Test
    void otherMeaningBeginsAnotherEpoch() {
        log.resume(new SavedViews("5-7-saved", 100, 60, Map.of()), ViewHistory.of("5-7-saved 1 40", 100), false);

        assertThat(log.saved().epoch()).isEqualTo("5-8-e1");
        assertThat(log.resumesFrom(SECOND, at(100))).isFalse();
        assertThat(log.history().neverGave(at(100))).isFalse();
        assertThat(log.history().neverGave(at(101))).isTrue();
    }

    @Test
    void closesARevisionOnlyForChanges() {
        assertThat(change(() -> {})).as("resuming is no change").isEmpty();
        SavedViews saved = change(() -> log.putShared(status("a"))).orElseThrow();
        assertThat(saved).isEqualTo(new SavedViews("5-7-saved", 1000, 1000, Map.of()));
        assertThat(change(() -> log.putShared(status("a")))).as("a repetition").isEmpty();
        assertThat(log.saved().revision()).isEqualTo(1000);
    }

    @Test
    void oneOfSeveralChangesIsEnough() {
        assertThat(change(() -> {
                    log.putShared(status("a"));
                    log.putShared(status("a"));
                }))
                .isPresent();
        assertThat(change(() -> {
                    log.removeShared(status("a").key());
                    log.removeShared(status("a").key());
                }))
                .isPresent();
    }

    @Test
    void tellsWhoseOwnItemsHaveChanged() {
        SavedViews put = change(() -> log.putOwn(EAST, status("a"))).orElseThrow();
        assertThat(put).isEqualTo(new SavedViews("5-7-saved", 1000, 60, Map.of(EAST, 1000L)));
        assertThat(change(() -> log.removeOwn(EAST, status("b").key()))).isEmpty();
        SavedViews removed =
                change(() -> log.removeOwn(EAST, status("a").key())).orElseThrow();
        assertThat(removed.ownChangedAt()).isEqualTo(Map.of(EAST, 1001L));
        assertThat(log.saved().ownChangedAt()).isEqualTo(Map.of(EAST, 1001L, SECOND, 100L, WEST, 50L));
    }

    @Test
    void anotherGatewaysItemsAreNotToldOf() {
        change(() -> log.putOwn(EAST, status("a")));
        assertThat(log.since(WEST, at(100)).upserts()).isEmpty();
        assertThat(log.since(EAST, at(100)).upserts()).containsExactly(status("a"));
        assertThat(log.since(WEST, Position.NONE).upserts()).isEmpty();
    }

    @Test
    void whatAGatewayThatIsGoneWouldHaveSeenCountsForNobody() {
        log.begin();
        log.putOwn(EAST, status("a"));
        log.removeGateway(EAST);
        assertThat(log.end().orElseThrow().ownChangedAt()).isEmpty();
        assertThat(change(() -> log.putOwn(EAST, status("b")))).isEmpty();
        assertThat(change(() -> log.removeOwn(EAST, status("a").key()))).isEmpty();
    }

    @Test
    void knowsTheGatewaysOfACluster() {
        ClusterId east = new ClusterId("east");
        assertThat(log.gatewaysOf(east)).containsExactly(EAST, SECOND);
        log.removeGateway(EAST);
        assertThat(log.gatewaysOf(east)).containsExactly(SECOND);
        log.removeGateway(SECOND);
        log.removeGateway(SECOND);
        assertThat(log.gatewaysOf(east)).isEmpty();
        assertThat(log.gatewaysOf(new ClusterId("west"))).containsExactly(WEST);
    }

    private Optional<SavedViews> change(Runnable what) {
        log.begin();
        what.run();
        return log.end();
    }

    private static Position at(long revision) {
        return new Position("5-7-saved", revision);
    }

    private static ViewItem status(String service) {
        return new ViewItem.Status(new ServiceName("ns", service), List.of());
    }
}
