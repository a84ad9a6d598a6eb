// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects what is said of the exports: no more than differs, and all of what may have been lost. */
class RemoteExportsTest {

    private static final ExportItem WEB = Items.export("web", 80);
    private static final ExportItem WEB_81 = Items.export("web", 81);
    private static final ExportItem SLICE = Items.exportSlice("web", "s1", 1);

    private final RemoteExports remote = new RemoteExports();

    private static ItemKey key(ExportItem item) {
        return ExportItems.keyOf(item);
    }

    private static Map<ItemKey, ExportItem> items(ExportItem... items) {
        Map<ItemKey, ExportItem> byKey = new LinkedHashMap<>();
        List.of(items).forEach(item -> byKey.put(key(item), item));
        return byKey;
    }

    /** Says what differs; the answer takes all but what is refused. */
    private ExportDelta say(Map<ItemKey, ExportItem> wanted) {
        var difference = remote.difference(wanted);
        remote.told(difference);
        return ExportDelta.newBuilder()
                .addAllUpserts(difference.upserts().values())
                .addAllRemovals(difference.removals())
                .build();
    }

    private void answer(ExportDelta delta, ExportItem... refused) {
        Map<ItemKey, ItemRefusal> refusals = new LinkedHashMap<>();
        List.of(refused)
                .forEach(item -> refusals.put(
                        key(item),
                        ItemRefusal.newBuilder()
                                .setKey(key(item))
                                .setReason("QUOTA_EXCEEDED")
                                .build()));
        remote.answered(delta, refusals, Set.of());
    }

    @Test
    void onlyWhatDiffersIsSaid() {
        answer(say(items(WEB, SLICE)));
        assertThat(remote.difference(items(WEB, SLICE)).isEmpty()).isTrue();
        assertThat(say(items(WEB_81, SLICE)).getUpsertsList()).containsExactly(WEB_81);
    }

    @Test
    void slicesAreRemovedBeforeTheirService() {
        answer(say(items(WEB, SLICE)));
        assertThat(say(items()).getRemovalsList()).containsExactly(key(SLICE), key(WEB));
        assertThat(remote.difference(items()).isEmpty()).isTrue();
    }

    @Test
    void refusedValueIsNotSaidAgainAndTheLastTakenOneCounts() {
        answer(say(items(WEB)));
        answer(say(items(WEB_81)), WEB_81);
        assertThat(remote.difference(items(WEB_81)).isEmpty()).isTrue();
        assertThat(remote.refusals()).hasSize(1);

        assertThat(remote.difference(items(WEB)).isEmpty())
                .as("it holds that one")
                .isTrue();
        assertThat(remote.refusals()).isEmpty();
    }

    @Test
    void valueRefusedFromTheStartIsHeldNowhere() {
        answer(say(items(WEB)), WEB);
        remote.want(items(WEB_81));
        assertThat(say(items(WEB_81)).getUpsertsList()).containsExactly(WEB_81);
    }

    @Test
    void refusedItemThatIsWantedNoMoreIsRemoved() {
        answer(say(items(WEB)), WEB);
        assertThat(say(items()).getRemovalsList()).containsExactly(key(WEB));
        assertThat(remote.refusals()).isEmpty();
    }

    @Test
    void quotaIsTriedAgainOnceSomethingWasRemoved() {
        answer(say(items(WEB, SLICE)), SLICE);
        assertThat(remote.difference(items(WEB, SLICE)).isEmpty()).isTrue();

        answer(ExportDelta.newBuilder()
                .addRemovals(key(Items.export("api", 80)))
                .build());
        assertThat(remote.difference(items(WEB, SLICE)).upserts()).containsOnlyKeys(key(SLICE));
    }

    @Test
    void refusalOfWhatWasSaidAgainSinceDecidesNothing() {
        ExportDelta first = say(items(WEB));
        say(items(WEB_81));
        remote.answered(first, Map.of(key(WEB), ItemRefusal.getDefaultInstance()), Set.of(key(WEB)));

        assertThat(remote.refusals()).isEmpty();
        assertThat(remote.difference(items(WEB_81)).isEmpty()).isTrue();
    }

    @Test
    void whatWasNotAnsweredIsSaidAgainAlsoWhereItIsWantedNoMore() {
        remote.doubt(say(items(WEB, SLICE)));
        var difference = remote.difference(items(WEB));
        assertThat(difference.upserts()).containsOnlyKeys(key(WEB));
        assertThat(difference.removals()).containsExactly(key(SLICE));

        remote.told(difference);
        assertThat(remote.difference(items(WEB)).isEmpty()).isTrue();
    }

    @Test
    void nothingIsKnownBeforeASnapshot() {
        answer(say(items(WEB)));
        answer(say(items(WEB, SLICE)), SLICE);
        remote.doubt(say(items(WEB_81)));
        remote.forget();

        var difference = remote.difference(items(SLICE));
        assertThat(difference.upserts()).as("also what was refused").containsOnlyKeys(key(SLICE));
        assertThat(difference.removals()).as("nor is a removal known").isEmpty();
    }
}
