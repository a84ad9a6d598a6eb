// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the rule by which a cluster counts as unreachable. */
class PathBookTest {

    private static final Instant WALL = Instant.parse("2026-11-23T12:00:00Z");
    private static final long NOW = 1_000_000_000L;
    private static final PeerId WEST_1 = new PeerId("west", "gw-1");
    private static final PeerId WEST_2 = new PeerId("west", "gw-2");
    private static final ClusterId WEST = new ClusterId("west");

    private final PathBook book = new PathBook();

    private static PathState state(PeerId peer, boolean up, long change) {
        return new PathState(peer, up, Duration.ofMillis(1), WALL, change);
    }

    @Test
    void clusterIsUnreachableWhenEveryPathIsDown() {
        book.peers(Set.of(WEST_1, WEST_2), NOW);
        book.onPath(state(WEST_1, false, 1));
        book.onPath(state(WEST_2, true, 1));
        assertThat(book.unreachable()).isEmpty();

        book.onPath(state(WEST_2, false, 2));
        assertThat(book.unreachable()).containsExactly(WEST);

        book.onPath(state(WEST_1, true, 3));
        assertThat(book.unreachable()).isEmpty();
    }

    @Test
    void clusterWithoutAnEndpointIsNeverUnreachable() {
        book.peers(Set.of(), NOW);
        book.onPath(state(WEST_1, false, 1));

        assertThat(book.unreachable()).isEmpty();
        assertThat(book.states()).isEmpty();
    }

    @Test
    void pathOfWhichNothingIsKnownCountsAsUp() {
        book.peers(Set.of(WEST_1), NOW);

        assertThat(book.unreachable()).isEmpty();
    }

    @Test
    void pathThatNeverCameUpIsDownAfterTheGrace() {
        book.peers(Set.of(WEST_1), NOW);
        List<PathState> fresh = List.of(state(WEST_1, false, 0));

        book.refresh(fresh, NOW + PathBook.GRACE.toNanos() - 1);
        assertThat(book.unreachable()).isEmpty();

        book.refresh(fresh, NOW + PathBook.GRACE.toNanos());
        assertThat(book.unreachable()).containsExactly(WEST);
    }

    @Test
    void olderStateDoesNotOverrideANewerOne() {
        book.peers(Set.of(WEST_1), NOW);
        book.onPath(state(WEST_1, false, 5));
        book.refresh(List.of(state(WEST_1, true, 1)), NOW + 6_000_000_000L);

        assertThat(book.unreachable()).containsExactly(WEST);
    }

    @Test
    void downCountsThoughTheWallClockHasSteppedBack() {
        book.peers(Set.of(WEST_1), NOW);
        book.onPath(state(WEST_1, true, 1));
        book.onPath(new PathState(WEST_1, false, Duration.ofMillis(1), WALL.minus(Duration.ofHours(1)), 2));

        assertThat(book.unreachable()).containsExactly(WEST);
    }

    @Test
    void peerThatIsGoneTakesItsStateWithIt() {
        book.peers(Set.of(WEST_1), NOW);
        book.onPath(state(WEST_1, false, 1));
        book.peers(Set.of(), NOW);
        book.peers(Set.of(WEST_1), NOW + 60_000_000_000L);

        assertThat(book.unreachable()).isEmpty();
    }
}
