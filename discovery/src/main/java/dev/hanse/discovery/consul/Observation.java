// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.List;
import java.util.Set;

/**
 * One answer about a service, with what says how far it can be believed.
 *
 * @param instances all that it shows, whether they opt in or not
 * @param index Consul's; every change of the service makes it greater
 * @param filtered whether Consul says that the token may not see all
 * @param named whether the catalog names the service; looked at where there are no instances
 * @param renewedNodes of instances that it lacks: nodes that were set up anew, see {@link RenewedNodes}
 * @param generation which Consul answered, see {@link Servers}
 */
record Observation(
        List<ConsulInstance> instances,
        long index,
        boolean filtered,
        boolean named,
        Set<String> renewedNodes,
        int generation) {

    /** Nothing was seen yet, so nothing can be missed. */
    static final Observation NONE = new Observation(List.of(), 0, false, false, Set.of(), 0);

    static Observation of(
            ConsulAnswer<List<ConsulInstance>> answer, boolean named, Set<String> renewedNodes, int generation) {
        return new Observation(answer.value(), answer.index(), answer.filtered(), named, renewedNodes, generation);
    }

    /** Nothing is shown of a service that the catalog names: one of the two is not the truth. */
    boolean isContradiction() {
        return instances.isEmpty() && named;
    }
}
