// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.proto.v1.RefusedWrite;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteReportsTest {

    private static final RefusedImport WEB = new RefusedImport(new ServiceName("shop", "web"), "exceeded quota");

    private final WriteReports reports = new WriteReports();

    @Test
    void withoutWritersNothingIsRefused() {
        assertThat(reports.get().getRefusedList()).isEmpty();
    }

    @Test
    void eachWriterSaysWhatItIsRefused() {
        reports.add("kubernetes", () -> List.of(WEB));
        reports.add("consul", () -> List.of(new RefusedImport(new ServiceName("shop", "api"), "x".repeat(2_000))));

        List<RefusedWrite> all = reports.get().getRefusedList();

        assertThat(all).extracting(RefusedWrite::getTarget).containsExactly("consul", "kubernetes");
        assertThat(all.getFirst().getText()).hasSize(WriteReports.MAX_TEXT);
        assertThat(all.getLast().getService().getName()).isEqualTo("web");
        assertThat(all.getLast().getText()).isEqualTo("exceeded quota");
    }

    @Test
    void thousandsThatAreRefusedFitOneReport() {
        reports.add("kubernetes", () -> Collections.nCopies(5_000, WEB));

        assertThat(reports.get().getRefusedCount()).isEqualTo(WriteReports.MAX_REFUSED);
    }
}
