// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects the control plane from the same refused value, and an export from being given up when it could be taken. */
class RefusalsTest {

    private static final ExportItem WEB = Items.export("web", 80);
    private static final ExportItem WEB_SLICE = Items.exportSlice("web", "s1", 1);
    private static final ExportItem API_SLICE = Items.exportSlice("api", "s1", 1);

    private final Refusals refusals = new Refusals();

    private static ItemKey key(ExportItem item) {
        return ExportItems.keyOf(item);
    }

    private void refuse(ExportItem item, String reason) {
        refusals.add(
                key(item),
                item,
                ItemRefusal.newBuilder().setKey(key(item)).setReason(reason).build());
    }

    private boolean refused(ExportItem item) {
        return refusals.refused(key(item), item);
    }

    @Test
    void sameValueIsRefusedAndAnotherIsNot() {
        refuse(WEB, "FIELD_INVALID");
        assertThat(refused(WEB)).isTrue();
        assertThat(refusals.refused(key(WEB), Items.export("web", 81))).isFalse();
        assertThat(refused(WEB_SLICE)).isFalse();
    }

    @Test
    void slicesAreTriedAgainOnceTheirServiceIsTaken() {
        refuse(WEB_SLICE, "NO_SERVICE");
        refuse(API_SLICE, "NO_SERVICE");
        refusals.accepted(key(WEB));

        assertThat(refused(WEB_SLICE)).isFalse();
        assertThat(refused(API_SLICE)).isTrue();
    }

    @Test
    void sliceRefusedForItselfIsNotTriedAgainForItsService() {
        refuse(WEB_SLICE, "FOREIGN_PREFIX");
        refusals.accepted(key(WEB));
        assertThat(refused(WEB_SLICE)).isTrue();
    }

    @Test
    void roomBringsBackWhatExceededAQuotaAndNothingElse() {
        refuse(WEB, "QUOTA_EXCEEDED");
        refuse(API_SLICE, "FOREIGN_PREFIX");
        refusals.onRoomMade();

        assertThat(refused(WEB)).isFalse();
        assertThat(refused(API_SLICE)).isTrue();
    }

    @Test
    void snapshotSaysEverythingAgain() {
        refuse(WEB, "FIELD_INVALID");
        refusals.forgetValues();
        assertThat(refused(WEB)).isFalse();
        assertThat(refusals.keys()).containsExactly(key(WEB));
    }

    @Test
    void valueThatIsWantedNoMoreIsForgottenAndItsKeyStaysUntilItIsRemoved() {
        refuse(WEB, "FIELD_INVALID");
        refuse(API_SLICE, "FOREIGN_PREFIX");
        refusals.retain(Map.of(key(WEB), Items.export("web", 81)));
        assertThat(refused(WEB)).isFalse();
        assertThat(refused(API_SLICE)).isTrue();
        assertThat(refusals.all()).hasSize(2);

        refusals.removed(List.of(key(API_SLICE)));
        assertThat(refusals.keys()).containsExactly(key(WEB));
        refusals.drop(key(WEB));
        assertThat(refusals.all()).isEmpty();
    }

    @Test
    void takenItemIsNoMoreRefused() {
        refuse(WEB, "QUOTA_EXCEEDED");
        refusals.accepted(key(WEB));
        assertThat(refusals.all()).isEmpty();
    }
}
