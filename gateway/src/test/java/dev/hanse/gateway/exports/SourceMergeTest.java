// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.gateway.testing.FakeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Protects that several sources of one cluster add up, and that none takes another's service over in silence. */
class SourceMergeTest {

    private static Map<String, ExportSet> sets(ExportSet file, ExportSet consul) {
        Map<String, ExportSet> sets = new LinkedHashMap<>();
        sets.put("file", file);
        sets.put("consul", consul);
        return sets;
    }

    @Test
    void differentServicesAddUp() {
        SourceMerge merge =
                SourceMerge.of(sets(FakeSource.set("10.10.0.1", "shop/web"), FakeSource.set("10.10.0.2", "shop/api")));

        assertThat(merge.exports().exports()).hasSize(2);
        assertThat(merge.exports().slices()).hasSize(2);
        assertThat(merge.errors()).isEmpty();
    }

    @Test
    void firstSourceKeepsAServiceThatBothExport() {
        ExportSet first = FakeSource.set("10.10.0.1", "shop/web");

        SourceMerge merge = SourceMerge.of(sets(first, FakeSource.set("10.10.0.2", "shop/web")));

        assertThat(merge.exports()).isEqualTo(first);
        assertThat(merge.errors())
                .containsExactly("service shop/web: exported by source file and by source consul (expected: by one);"
                        + " file's is used");
    }

    @Test
    void slicesWithoutTheirServiceAreLeftOut() {
        ExportSet orphan =
                new ExportSet(List.of(), FakeSource.set("10.10.0.1", "shop/web").slices());

        assertThat(SourceMerge.of(sets(orphan, ExportSet.EMPTY)).exports()).isEqualTo(ExportSet.EMPTY);
    }
}
