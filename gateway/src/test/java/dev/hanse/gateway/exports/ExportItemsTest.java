// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Timestamp;
import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ServiceType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects that a gateway reads the exports that it has written. */
class ExportItemsTest {

    private static final ServiceName WEB = new ServiceName("shop", "web");

    @Test
    void readsExportsOfAnyTimeThatASourceStated() {
        ExportItem item = ExportItem.newBuilder()
                .setServiceExport(dev.hanse.proto.v1.ServiceExport.newBuilder()
                        .setService(ServiceNames.toMessage(WEB))
                        .setType(ServiceType.SERVICE_TYPE_HEADLESS)
                        .setCreatedAt(Timestamp.newBuilder().setSeconds(253_402_300_800L)))
                .build();

        assertThat(ExportItems.fromProto(List.of(item)).exports())
                .extracting(ServiceExport::createdAt)
                .containsExactly(Instant.parse("+10000-01-01T00:00:00Z"));
    }

    @Test
    void readsTheExportsThatItWrites() {
        ExportSet exports = ExportItems.fromProto(List.of(ExportItem.newBuilder()
                .setServiceExport(dev.hanse.proto.v1.ServiceExport.newBuilder()
                        .setService(ServiceNames.toMessage(WEB))
                        .setType(ServiceType.SERVICE_TYPE_HEADLESS))
                .build()));

        assertThat(exports.exports()).extracting(ServiceExport::name).containsExactly(WEB);
        assertThat(ExportItems.fromProto(ExportItems.toProto(exports).values())).isEqualTo(exports);
    }

    @Test
    void refusesEmptyItems() {
        ExportItem empty = ExportItem.getDefaultInstance();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportItems.keyOf(empty))
                .withMessage("export item: empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportItems.fromProto(List.of(empty)))
                .withMessage("export item: empty");
    }
}
