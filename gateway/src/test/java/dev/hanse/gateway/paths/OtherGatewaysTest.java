// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.proto.v1.ClusterReach;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects endpoints of a cluster that some gateway may still reach. */
class OtherGatewaysTest {

    private static final ClusterId EAST = new ClusterId("east");
    private static final ClusterId NORTH = new ClusterId("north");

    private final OtherGateways others = new OtherGateways();

    @Test
    void whatAnotherGatewayReachesIsReached() {
        others.onWelcome(true);
        news(true, "north");
        assertThat(others.unreachable(Set.of(EAST))).isEmpty();
        assertThat(others.unreachable(Set.of(EAST, NORTH))).containsExactly(NORTH);
        news(true, "east", "north");
        assertThat(others.unreachable(Set.of(EAST))).containsExactly(EAST);
    }

    @Test
    void withoutOthersOurOwnPathsCount() {
        others.onWelcome(true);
        news(false);
        assertThat(others.unreachable(Set.of(EAST))).containsExactly(EAST);
    }

    @Test
    void anOlderControlPlaneSaysNothingAndOurOwnPathsCount() {
        others.onWelcome(false);
        assertThat(others.unreachable(Set.of(EAST))).containsExactly(EAST);
    }

    @Test
    void nothingBecomesUnreachableBeforeTheOthersAreKnown() {
        assertThat(others.unreachable(Set.of(EAST))).isEmpty();
        others.onWelcome(true);
        assertThat(others.unreachable(Set.of(EAST))).isEmpty();
    }

    @Test
    void aControlPlaneThatIsAwayMakesNothingUnreachableAndNothingReachable() {
        others.onWelcome(true);
        news(true, "east", "north");
        assertThat(others.unreachable(Set.of(EAST))).containsExactly(EAST);
        others.onDisconnect();
        assertThat(others.unreachable(Set.of(EAST, NORTH))).containsExactly(EAST);
        assertThat(others.unreachable(Set.of())).isEmpty();
        assertThat(others.unreachable(Set.of(EAST))).isEmpty();
    }

    @Test
    void whatIsNoClusterIsRefused() {
        others.onWelcome(true);
        assertThatThrownBy(() -> news(true, "No Cluster")).isInstanceOf(IllegalArgumentException.class);
    }

    private void news(boolean any, String... unreachable) {
        ClusterReach.Builder reach = ClusterReach.newBuilder().setOtherGateways(any);
        for (String each : unreachable) {
            reach.addUnreachableByOthers(each);
        }
        others.onNews(reach.build());
    }
}
