// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects that an operator sees what nobody else sees, as long as that is so. */
class RefusedExportsTest {

    private final RefusedExports refused = new RefusedExports(System::nanoTime);

    private static ItemRefusal refusal(ExportItem item) {
        return ItemRefusal.newBuilder()
                .setKey(ExportItems.keyOf(item))
                .setReason("QUOTA_EXCEEDED")
                .setMessage("full")
                .build();
    }

    @Test
    void showsServicesAndSlicesUntilTheyAreTaken() {
        refused.update(List.of(refusal(Items.export("web", 80)), refusal(Items.exportSlice("web", "s1", 1))));
        assertThat(refused.all())
                .containsExactly(
                        new RefusedExport("shop/web", "QUOTA_EXCEEDED", "full"),
                        new RefusedExport("shop/web/s1", "QUOTA_EXCEEDED", "full"));

        refused.update(List.of());
        assertThat(refused.all()).isEmpty();
    }
}
