// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SharedMap;
import java.util.Comparator;
import java.util.List;

/**
 * What the endpoints of one service listen on, list by list. Where that differs among them, DNS gives each a name of its own. Immutable: one value costs little more
 * than the one that it was made from.
 *
 * @param slices how many slices state a list
 */
record ListenedPorts(SharedMap<Ports, Integer> slices) {

    static final ListenedPorts NONE = new ListenedPorts(SharedMap.empty());

    /** A list in some order of all lists. */
    record Ports(List<ServicePort> list) implements Comparable<Ports> {

        private static final Comparator<ServicePort> ORDER = Comparator.comparingInt(ServicePort::port)
                .thenComparing(ServicePort::protocol)
                .thenComparing(ServicePort::name)
                .thenComparing(ServicePort::appProtocol);

        @Override
        public int compareTo(Ports other) {
            for (int i = 0; i < Math.min(list.size(), other.list.size()); i++) {
                int order = list.get(i) == other.list.get(i) ? 0 : ORDER.compare(list.get(i), other.list.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(list.size(), other.list.size());
        }
    }

    /** With one slice more, or one less, that states this list. */
    ListenedPorts with(List<ServicePort> list, int change) {
        Ports ports = new Ports(list);
        int now = slices.getOrDefault(ports, 0) + change;
        return new ListenedPorts(now == 0 ? slices.without(ports) : slices.with(ports, now));
    }

    boolean differ() {
        return slices.size() > 1;
    }
}
