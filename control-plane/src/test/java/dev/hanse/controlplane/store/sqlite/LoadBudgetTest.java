// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.HeapShares;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.HeldOctets;
import dev.hanse.discovery.model.ServiceName;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadBudgetTest {

    private static final GatewayId EAST_1 = new GatewayId(new ClusterId("east"), "gw-1");
    private static final GatewayId EAST_2 = new GatewayId(new ClusterId("east"), "gw-2");
    private static final GatewayId WEST_1 = new GatewayId(new ClusterId("west"), "gw-1");

    private static final EndpointSlice SLICE = new EndpointSlice(
            new ServiceName("shop", "web"),
            "one",
            List.of(),
            List.of(Endpoint.ready(InetAddress.ofLiteral("10.1.0.7"))));
    private static final ExportItem ITEM = new ExportItem.Slice(SLICE);
    private static final long OCTETS = HeldOctets.of(SLICE, false);

    @Test
    void takesWhatFitsIntoEachShareToTheLastOctet() {
        LoadBudget budget = budget(OCTETS, 2 * OCTETS, 3 * OCTETS);

        assertThatNoException().isThrownBy(() -> {
            budget.take(EAST_1, ITEM);
            budget.take(EAST_2, ITEM);
            budget.take(WEST_1, ITEM);
        });
    }

    @Test
    void refusesTheItemThatPassesAShareAndNamesTheLimit() {
        refuses(budget(2 * OCTETS - 1, 9 * OCTETS, 9 * OCTETS), EAST_1, "of one gateway", 2 * OCTETS - 1);
        refuses(budget(9 * OCTETS, 2 * OCTETS - 1, 9 * OCTETS), EAST_2, "of one cluster", 2 * OCTETS - 1);
        refuses(budget(9 * OCTETS, 9 * OCTETS, 2 * OCTETS - 1), WEST_1, "of all clusters", 2 * OCTETS - 1);
    }

    /** What is left out takes no room: a smaller item of the same gateway still fits. */
    @Test
    void refusedItemIsNotCounted() {
        LoadBudget budget = budget(OCTETS, OCTETS, 2 * OCTETS);
        budget.take(EAST_1, ITEM);
        assertThatIllegalArgumentException().isThrownBy(() -> budget.take(EAST_1, ITEM));

        assertThatNoException().isThrownBy(() -> budget.take(WEST_1, ITEM));
    }

    private static void refuses(LoadBudget budget, GatewayId second, String whose, long limit) {
        budget.take(EAST_1, ITEM);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget.take(second, ITEM))
                .withMessage("kept exports %s: %d octets of memory (expected: at most %d)", whose, 2 * OCTETS, limit);
    }

    private static LoadBudget budget(long ofGateway, long ofCluster, long ofSet) {
        return new LoadBudget(new HeapShares(ofGateway, ofCluster, ofSet));
    }
}
