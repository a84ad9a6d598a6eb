// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the way back to those who export: each source is told what became of exports, and of other changes of the view nothing. */
class ConditionsConsumerTest {

    private final List<SharedMap<ServiceName, List<ExportCondition>>> first = new ArrayList<>();
    private final List<SharedMap<ServiceName, List<ExportCondition>>> second = new ArrayList<>();
    private final ConditionsConsumer consumer = new ConditionsConsumer(List.of(first::add, second::add));

    private static SharedMap<ServiceName, List<ExportCondition>> conflict(ExportCondition.Status status) {
        return SharedMap.copyOf(Map.of(
                ServiceName.parse("shop/web"),
                List.of(new ExportCondition(
                        ExportCondition.Type.CONFLICT, status, "PortConflict", "", ExportOrigin.of(1)))));
    }

    private void accept(SharedMap<ServiceName, List<ExportCondition>> conditions) {
        consumer.accept(
                new ServedView(new ViewContent(SharedMap.empty(), SharedMap.empty(), Map.of(), conditions), Set.of()));
    }

    @Test
    void everySourceIsToldOfEachChange() {
        SharedMap<ServiceName, List<ExportCondition>> one = conflict(ExportCondition.Status.TRUE);
        SharedMap<ServiceName, List<ExportCondition>> other = conflict(ExportCondition.Status.FALSE);
        accept(one);
        accept(one);
        accept(other);
        accept(SharedMap.empty());

        assertThat(first).containsExactly(one, other, SharedMap.empty());
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aViewWithoutExportsSaysNothing() {
        accept(SharedMap.empty());

        assertThat(first).isEmpty();
    }
}
