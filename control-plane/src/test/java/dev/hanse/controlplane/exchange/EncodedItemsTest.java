// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.controlplane.views.ViewItem;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects the control plane from work that grows with items times gateways, and its memory from what it keeps to save that. */
class EncodedItemsTest {

    /** Two services with 300 octets of annotations fit, three do not. */
    private static final long LIMIT = 8_000;

    private static ViewItem service(String name, int annotation) {
        return new ViewItem.Import(new ServiceImport(
                new ServiceName("shop", name),
                ServiceType.CLUSTER_SET_IP,
                List.of(Fixture.HTTP),
                new ServiceTraits(
                        dev.hanse.discovery.model.SessionAffinity.NONE,
                        "",
                        "",
                        Map.of(),
                        Map.of("note", "x".repeat(annotation))),
                List.of(new ClusterId("east"))));
    }

    @Test
    void anItemIsEncodedOnceForAllGateways() {
        EncodedItems items = new EncodedItems(LIMIT);
        ViewItem web = service("web", 10);
        assertThat(items.of(web))
                .isEqualTo(ViewMessages.item(web).toByteString())
                .isSameAs(items.of(web));
        assertThat(items.of(service("web", 11))).isNotEqualTo(items.of(web));
    }

    @Test
    void onlyTheNewestAreKept() {
        EncodedItems items = new EncodedItems(LIMIT);
        ViewItem first = service("first", 300);
        ViewItem second = service("second", 300);
        var ofFirst = items.of(first);
        var ofSecond = items.of(second);
        items.of(service("third", 300));
        assertThat(items.of(second)).isSameAs(ofSecond);
        assertThat(items.of(first)).isEqualTo(ofFirst).isNotSameAs(ofFirst);
    }

    @Test
    void whatIsLargerThanAllThatMayBeKeptIsEncodedEachTime() {
        EncodedItems items = new EncodedItems(3_000);
        ViewItem large = service("large", 300);
        assertThat(items.of(large)).isEqualTo(items.of(large)).isNotSameAs(items.of(large));
    }

    @Test
    void whatOneGatewayIsToldIsNotKept() {
        EncodedItems items = new EncodedItems(LIMIT);
        ViewItem status = new ViewItem.Status(new ServiceName("shop", "web"), List.of());
        assertThat(items.of(status)).isNotSameAs(items.of(status));
    }

    @Test
    void whatTakesAnItemsPlaceIsKeptInItsPlace() {
        EncodedItems items = new EncodedItems(LIMIT);
        ViewItem other = service("other", 10);
        var ofOther = items.of(other);
        for (int change = 0; change < 1_000; change++) {
            ViewItem web = service("web", change % 100);
            assertThat(items.of(web)).isEqualTo(ViewMessages.item(web).toByteString());
        }
        assertThat(items.size()).isEqualTo(2);
        assertThat(items.of(other)).isSameAs(ofOther);
    }

    @Test
    void smallItemsCountForWhatTheirObjectsTake() {
        EncodedItems items = new EncodedItems(LIMIT);
        for (int i = 0; i < 1_000; i++) {
            items.of(service("s" + i, 0));
        }
        assertThat(items.size()).isBetween(2, (int) LIMIT / 500);
    }
}
