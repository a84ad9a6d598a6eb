// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import java.util.List;

/** Is told what became of the cluster's exports, so that those who export read it where they export. */
public interface ConditionListener {

    /**
     * The control plane says this of all exports of the cluster, of other sources too. Comes on change, from one thread at a time, and with what was kept from before a
     * restart; a service that is missing was not exported, or nothing was said of it yet. Must return quickly.
     */
    void onConditions(SharedMap<ServiceName, List<ExportCondition>> conditions);
}
