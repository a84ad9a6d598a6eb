// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.controlplane.views.ViewChange;
import dev.hanse.controlplane.views.ViewItem;
import dev.hanse.controlplane.views.ViewKey;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.proto.v1.ViewDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Protects gateways from deltas of any size, and from half a change that looks like a whole one. */
class ViewDeltasTest {

    private static final Position POSITION = new Position("1-e", 7);
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void aSmallChangeIsOneDelta() {
        List<ViewDelta> deltas = deltas(
                new ViewChange(POSITION, false, List.of(status("a", 10)), List.of(new ViewKey.Status(name("b")))));
        assertThat(deltas).singleElement().satisfies(delta -> {
            assertThat(delta.getSnapshotBegin()).isFalse();
            assertThat(delta.getMoreFollows()).isFalse();
            assertThat(delta.getUpsertsCount()).isOne();
            assertThat(delta.getRemovalsCount()).isOne();
            assertThat(delta.getPosition().getEpoch()).isEqualTo("1-e");
            assertThat(delta.getPosition().getVersion()).isEqualTo(7);
        });
    }

    @Test
    void anEmptySnapshotIsADeltaAndAnEmptyChangeIsNone() {
        assertThat(deltas(new ViewChange(POSITION, true, List.of(), List.of())))
                .singleElement()
                .satisfies(delta -> {
                    assertThat(delta.getSnapshotBegin()).isTrue();
                    assertThat(delta.getMoreFollows()).isFalse();
                });
        ViewDeltas nothing = new ViewDeltas(new ViewChange(POSITION, false, List.of(), List.of()), new EncodedItems(0));
        assertThat(nothing.hasNext()).isFalse();
        assertThatThrownBy(nothing::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aLargeChangeIsCutBelowOneMebibyte() {
        List<ViewItem> items = new ArrayList<>();
        List<ViewKey> removals = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            items.add(status("s" + i, 10_000));
        }
        for (int i = 0; i < 20_000; i++) {
            removals.add(new ViewKey.Status(new ServiceName("n".repeat(60), "s" + i)));
        }
        List<ViewDelta> deltas = deltas(new ViewChange(POSITION, true, items, removals));
        assertThat(deltas)
                .hasSizeBetween(5, 8)
                .allSatisfy(delta -> assertThat(delta.getSerializedSize()).isLessThan(MEBIBYTE));
        assertThat(deltas.subList(0, deltas.size() - 1)).allSatisfy(delta -> {
            assertThat(delta.getMoreFollows()).isTrue();
            assertThat(delta.getSerializedSize()).isGreaterThan(MEBIBYTE / 2);
        });
        assertThat(deltas)
                .last()
                .satisfies(delta -> assertThat(delta.getMoreFollows()).isFalse());
        assertThat(deltas).filteredOn(ViewDelta::getSnapshotBegin).containsExactly(deltas.getFirst());
        assertThat(deltas.stream().mapToInt(ViewDelta::getUpsertsCount).sum()).isEqualTo(300);
        assertThat(deltas.stream().mapToInt(ViewDelta::getRemovalsCount).sum()).isEqualTo(20_000);
    }

    @Test
    void aServiceComesBeforeItsSlicesAndBothBeforeTheRest() {
        ViewItem service = new ViewItem.Import(new ServiceImport(
                name("a"),
                ServiceType.CLUSTER_SET_IP,
                List.of(Fixture.HTTP),
                ServiceTraits.NONE,
                List.of(new ClusterId("east"))));
        ViewItem slice = new ViewItem.Slice(
                new ClusterId("east"),
                ((dev.hanse.controlplane.model.ExportItem.Slice) Fixture.slice("shop/a", "x", "10.1.0.1")).slice());
        assertThat(deltas(new ViewChange(POSITION, true, List.of(status("a", 1), slice, service), List.of())))
                .singleElement()
                .satisfies(delta -> assertThat(delta.getUpsertsList())
                        .extracting(item -> item.getItemCase().name())
                        .containsExactly("SERVICE_IMPORT", "IMPORTED_SLICE", "EXPORT_STATUS"));
    }

    private static List<ViewDelta> deltas(ViewChange change) {
        List<ViewDelta> deltas = new ArrayList<>();
        new ViewDeltas(change, new EncodedItems(0)).forEachRemaining(delta -> deltas.add(received(delta)));
        return deltas;
    }

    /** As a gateway has it, which knows nothing of how it was encoded. */
    private static ViewDelta received(ViewDelta sent) {
        try {
            ViewDelta received = ViewDelta.parseFrom(sent.toByteString());
            assertThat(received.getUnknownFields().asMap()).isEmpty();
            return received;
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static ServiceName name(String name) {
        return new ServiceName("shop", name);
    }

    private static ViewItem status(String service, int messageOctets) {
        return new ViewItem.Status(
                name(service),
                List.of(new ExportCondition(
                        ExportCondition.Type.VALID,
                        ExportCondition.Status.FALSE,
                        "Invalid",
                        "x".repeat(messageOctets))));
    }
}
