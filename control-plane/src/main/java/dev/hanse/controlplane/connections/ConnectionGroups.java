// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Connections by what they have in common, a network or an identity, in the order in which they came. Not safe for use by
 * several threads.
 */
final class ConnectionGroups<C> {

    private final Map<C, String> groupOf = new HashMap<>();

    /** By group, then by connection, when it came. */
    private final Map<String, LinkedHashMap<C, Long>> groups = new HashMap<>();

    void add(String group, C connection, long now) {
        groupOf.put(connection, group);
        groups.computeIfAbsent(group, _ -> new LinkedHashMap<>()).put(connection, now);
    }

    /** Whether it was there. */
    boolean remove(C connection) {
        String group = groupOf.remove(connection);
        if (group == null) {
            return false;
        }
        groups.computeIfPresent(group, (_, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
        return true;
    }

    int size() {
        return groupOf.size();
    }

    int size(String group) {
        return group(group).size();
    }

    /** The group with most connections. There is one. */
    String fullest() {
        return groups.entrySet().stream()
                .max(Comparator.comparingInt(each -> each.getValue().size()))
                .orElseThrow()
                .getKey();
    }

    /** The first connection of a group that has some. */
    C oldest(String group) {
        return group(group).firstEntry().getKey();
    }

    /** When it came. */
    long oldestTime(String group) {
        return group(group).firstEntry().getValue();
    }

    private LinkedHashMap<C, Long> group(String group) {
        return groups.getOrDefault(group, new LinkedHashMap<>());
    }
}
