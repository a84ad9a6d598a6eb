// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is to be in Consul for a view.
 *
 * @param byName instances by id, by name of the Consul service
 * @param leftOut imports that are not written, one line for each reason
 * @param refused the same, one for each import
 */
record ImportServices(
        SortedMap<String, Map<String, WantedInstance>> byName, List<String> leftOut, List<RefusedImport> refused) {

    /** All are on one node, which Consul answers as a whole: a few octets more than half a KiB for each. */
    static final int MAX_INSTANCES = 10_000;

    ImportServices {
        byName = Collections.unmodifiableSortedMap(byName);
        leftOut = List.copyOf(leftOut);
        refused = List.copyOf(refused);
    }

    /** @param unreachable clusters whose endpoints get no traffic, as long as a service has others */
    static ImportServices of(View view, Set<ClusterId> unreachable, ImportNames names) {
        SortedMap<String, Map<String, WantedInstance>> byName = new TreeMap<>();
        List<String> leftOut = new ArrayList<>();
        List<ServiceName> beyond = new ArrayList<>();
        List<RefusedImport> refused = new ArrayList<>();
        int count = 0;
        for (ServiceImport each : view.imports().values()) {
            String name = names.of(each.name());
            Map<String, WantedInstance> instances =
                    new ImportInstances(name, each, view.slicesOf(each.name()), unreachable).all();
            if (count + instances.size() > MAX_INSTANCES) {
                beyond.add(each.name());
            } else if (byName.putIfAbsent(name, instances) != null) {
                String why = each.name() + " is not written: another import is called " + name + " in Consul too";
                leftOut.add(why);
                refused.add(new RefusedImport(each.name(), why));
            } else {
                count += instances.size();
            }
        }
        if (!beyond.isEmpty()) {
            leftOut.add(beyond.size() + " imports are not written, " + beyond.getFirst()
                    + " among them (expected: at most " + MAX_INSTANCES + " instances)");
        }
        beyond.forEach(each -> refused.add(new RefusedImport(
                each, each + " is not written: there are more than " + MAX_INSTANCES + " instances in all imports")));
        return new ImportServices(byName, leftOut, refused);
    }
}
