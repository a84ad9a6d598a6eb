// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the control plane's limit of a message, and that no more messages are made of a change than it takes. */
class ExportChangeTest {

    private static final Position POSITION =
            Position.newBuilder().setEpoch("e").setVersion(3).build();
    private static final ExportItem ITEM = Items.export("web", 80);
    private static final ItemKey KEY = ExportItems.keyOf(ITEM);
    private static final int OVERHEAD = 8;

    @Test
    void partsAreAsFullAsTheyMayBe() {
        int each = ITEM.getSerializedSize() + OVERHEAD;
        assertThat(sizes(cut(10, 0, 5 * each))).containsExactly(5, 5);
        assertThat(sizes(cut(10, 0, 5 * each - 1))).containsExactly(4, 4, 2);
        assertThat(sizes(cut(11, 0, 5 * each))).containsExactly(5, 5, 1);
        assertThat(sizes(cut(10, 0, 10 * each))).containsExactly(10);
    }

    @Test
    void removalsTakeRoomToo() {
        int key = KEY.getSerializedSize() + OVERHEAD;
        int item = ITEM.getSerializedSize() + OVERHEAD;
        assertThat(sizes(cut(1, 4, 4 * key + item))).containsExactly(5);
        assertThat(sizes(cut(1, 4, 4 * key + item - 1))).containsExactly(4, 1);
        assertThat(sizes(cut(0, 4, 2 * key))).containsExactly(2, 2);
    }

    @Test
    void anItemThatIsTooLargeGoesAlone() {
        assertThat(sizes(cut(2, 0, 1))).containsExactly(1, 1);
    }

    @Test
    void onlyTheFirstBeginsASnapshotAndOnlyTheLastEndsTheChange() {
        List<ExportDelta> parts = cut(3, 0, 1);
        assertThat(parts).extracting(ExportDelta::getSnapshotBegin).containsExactly(true, false, false);
        assertThat(parts).extracting(ExportDelta::getMoreFollows).containsExactly(true, true, false);
        assertThat(parts).allMatch(part -> part.getPosition().equals(POSITION));
        assertThat(cut(0, 0, 1))
                .singleElement()
                .satisfies(part -> assertThat(part.getSnapshotBegin()).isTrue());
    }

    @Test
    void refusedItemsAreNamedAsPeopleNameThem() {
        ItemRefusal.Builder refusal =
                ItemRefusal.newBuilder().setReason("INVALID").setMessage("it is");
        assertThat(RefusedExport.of(refusal.setKey(KEY).build()))
                .isEqualTo(new RefusedExport("shop/web", "INVALID", "it is"));
        ItemKey slice = ExportItems.keyOf(Items.exportSlice("web", "s1", 1));
        assertThat(RefusedExport.of(refusal.setKey(slice).build()).item()).isEqualTo("shop/web/s1");
    }

    private static List<ExportDelta> cut(int upserts, int removals, int maxOctets) {
        return ExportChange.cut(
                ExportDelta.newBuilder()
                        .setPosition(POSITION)
                        .setSnapshotBegin(true)
                        .build(),
                Collections.nCopies(removals, KEY),
                Collections.nCopies(upserts, ITEM),
                maxOctets);
    }

    private static List<Integer> sizes(List<ExportDelta> parts) {
        return parts.stream()
                .map(part -> part.getUpsertsCount() + part.getRemovalsCount())
                .toList();
    }
}
