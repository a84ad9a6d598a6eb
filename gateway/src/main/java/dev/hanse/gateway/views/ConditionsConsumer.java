// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.ConditionListener;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import java.util.List;

/** What became of the cluster's own exports, to the sources that want to know, where it differs from what they were told. */
public final class ConditionsConsumer implements ViewConsumer {

    private final List<ConditionListener> listeners;
    private SharedMap<ServiceName, List<ExportCondition>> told = SharedMap.empty();

    /** @param listeners of the sources */
    public ConditionsConsumer(List<ConditionListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void accept(ServedView newest) {
        SharedMap<ServiceName, List<ExportCondition>> conditions =
                newest.content().conditions();
        boolean nothing = conditions.isEmpty() && told.isEmpty();
        if (conditions != told && !nothing) {
            listeners.forEach(listener -> listener.onConditions(conditions));
            told = conditions;
        }
    }
}
