// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.proto.v1.RefusedWrite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
        assertThat(reports.get().getLeftOut()).isEqualTo(5_000 - WriteReports.MAX_REFUSED);
    }

    @Test
    void aServiceOfWhichNothingIsWrittenLeavesRoomForTheOthers() {
        RefusedImport api = new RefusedImport(new ServiceName("shop", "api"), "denied");
        List<RefusedImport> refused = new ArrayList<>(Collections.nCopies(1_000, WEB));
        refused.add(api);
        reports.add("kubernetes", () -> refused);

        List<RefusedWrite> all = reports.get().getRefusedList();

        assertThat(all.subList(0, 3))
                .extracting(each -> each.getService().getName())
                .containsExactly("web", "api", "web");
    }

    @Test
    void writersShareTheRoom() {
        reports.add("consul", WriteReportsTest::thousand);
        reports.add("kubernetes", WriteReportsTest::thousand);

        assertThat(reports.get().getRefusedList())
                .filteredOn(each -> each.getTarget().equals("kubernetes"))
                .hasSize(WriteReports.MAX_REFUSED / 2);
    }

    private static List<RefusedImport> thousand() {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> new RefusedImport(new ServiceName("shop", "s" + i), "exceeded quota"))
                .toList();
    }
}
