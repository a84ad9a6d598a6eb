// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.ExportCondition;
import dev.hanse.proto.v1.ExportStatus;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ViewItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Protects what a gateway counts of a view: it is that of the items which are there, however they came and whatever was refused. */
class ViewDraftTest {

    private static final ViewRules RULES = new ViewRules(new ClusterId("east"), List.of());
    private static final ViewLimits LIMITS = new ViewLimits(8, 22_000, 12_000);

    private static ViewItem status(String service, int conditions) {
        ExportStatus.Builder status = ExportStatus.newBuilder().setService(Items.name(service));
        for (int i = 0; i < conditions; i++) {
            status.addConditions(ExportCondition.newBuilder()
                    .setType("Conflict")
                    .setStatus("True")
                    .setReason("PortConflict")
                    .setMessage("port " + i + " differs"));
        }
        return ViewItem.newBuilder().setExportStatus(status).build();
    }

    /** What happens to a draft: an item comes, or goes. */
    record Step(ViewItem item, boolean removes) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.of(
                        Items.serviceImport("a", "west"),
                        Items.serviceImport("a", "west", "north"),
                        Items.serviceImport("b", "north"),
                        Items.importedSlice("west", "a", "10.20.0.1"),
                        Items.importedSlice("west", "a", "127.0.0.1"),
                        Items.importedSlice("north", "a", "10.30.0.1"),
                        Items.peer("west", "gw-1", "10.20.0.0/16"),
                        Items.peer("west", "gw-1", "10.20.0.0/17", "192.0.2.8:51820"),
                        Items.peer("west", "gw-1", "192.0.2.0/24"),
                        Items.peer("west", "gw-2", "10.20.0.0/16", "192.0.2.9:51820"),
                        Items.peer("north", "gw-1", "10.30.0.0/16", "198.51.100.1:51820"),
                        status("a", 1),
                        status("a", 2),
                        status("b", 1),
                        status("c", 30))
                .flatMap(item -> Arbitraries.of(false, false, true).map(removes -> new Step(item, removes)))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 500)
    void countsWhatIsThere(@ForAll("steps") List<Step> steps) throws ItemRefusedException {
        ViewDraft draft = new ViewDraft(LIMITS);
        Map<ItemKey, ViewItem> there = new LinkedHashMap<>();
        for (Step step : steps) {
            play(step, draft, there);
            assertThat(draft.items().octets()).containsExactlyInAnyOrderElementsOf(Items.octets(there.values()));
            assertThat(draft.octets()).isLessThanOrEqualTo(LIMITS.octets());
        }

        ViewDraft again = new ViewDraft(ViewLimits.ofHeap(1L << 30));
        for (ViewItem each : there.values()) {
            again.put(each, RULES);
        }
        assertThat(draft.octets()).isEqualTo(again.octets());
        assertThat(draft.content()).isEqualTo(again.content());

        List.copyOf(there.keySet()).forEach(draft::remove);
        assertThat(draft.octets()).isZero();
        assertThat(draft.content()).isEqualTo(ViewContent.EMPTY);
    }

    /** A refused item leaves all as it was. */
    private static void play(Step step, ViewDraft draft, Map<ItemKey, ViewItem> there) {
        ItemKey key = ItemKeys.of(step.item());
        if (step.removes()) {
            draft.remove(key);
            there.remove(key);
            return;
        }
        long octets = draft.octets();
        ViewContent content = draft.content();
        try {
            draft.put(step.item(), RULES);
            there.put(key, step.item());
        } catch (ItemRefusedException e) {
            assertThat(draft.octets()).isEqualTo(octets);
            assertThat(draft.content().imports()).isEqualTo(content.imports());
            assertThat(draft.content().slices()).isEqualTo(content.slices());
            assertThat(draft.content().peers()).isEqualTo(content.peers());
            assertThat(draft.content().conditions()).isEqualTo(content.conditions());
        }
    }

    @Test
    void fullDraftTakesNoMoreItemsAndNewerOnesOfThoseThatItHas() throws ItemRefusedException {
        ViewDraft draft = new ViewDraft(new ViewLimits(2, 1 << 20, 1 << 20));
        draft.put(status("a", 1), RULES);
        draft.put(status("b", 1), RULES);
        draft.put(status("b", 2), RULES);
        assertThatThrownBy(() -> draft.put(status("c", 1), RULES)).hasMessage("view: full (expected: at most 2 items)");
    }

    @Test
    void aHeapHasRoomForTwoViewsAndNoClusterMayHaveMoreThanHalfOfOne() {
        ViewLimits limits = ViewLimits.ofHeap(384L << 20);
        assertThat(limits.octets()).isEqualTo(128L << 20);
        assertThat(limits.octetsOfCluster()).isEqualTo(64L << 20);
    }

    @Test
    void refusalNamesTheLimit() {
        ViewDraft draft = new ViewDraft(new ViewLimits(10_000, 1 << 20, 1 << 20));
        assertThatThrownBy(() -> {
                    for (int i = 0; ; i++) {
                        draft.put(status("s" + i, 16), RULES);
                    }
                })
                .hasMessage("view: full (expected: at most 1 MiB of memory; give the gateway a larger heap)");
    }
}
