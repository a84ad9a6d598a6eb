// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be done so that the kernel has what a plan says. Routes of others are neither replaced nor deleted.
 *
 * @param replaced in this order
 * @param deleted after those
 */
record RouteChanges(List<Route> replaced, List<Route> deleted) {

    /** What the kernel tells two routes apart by, for our purposes. */
    private record Place(IpPrefix prefix, long metric) {

        private static Place of(Route route) {
            return new Place(NodeRoutes.prefix(route), route.metric());
        }
    }

    static RouteChanges of(List<Route> wanted, List<Route> table) {
        Map<Place, Route> present = new HashMap<>();
        Map<Place, Route> others = new HashMap<>();
        table.forEach(route -> (NodeRoutes.isOurs(route) ? present : others).put(Place.of(route), route));
        List<Route> replaced = new ArrayList<>();
        for (Route route : wanted) {
            Route found = present.remove(Place.of(route));
            if ((found == null || !NodeRoutes.same(found, route)) && !others.containsKey(Place.of(route))) {
                replaced.add(route);
            }
        }
        return new RouteChanges(replaced, List.copyOf(present.values()));
    }
}
