// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** In which ports exports differ, by name and number. Pure. */
final class PortClashes {

    /** The rest is counted: a condition is read in a line. */
    private static final int SHOWN = 3;

    private final Map<String, Owned> byName = new HashMap<>();
    private final Map<String, Owned> byNumber = new HashMap<>();
    private final List<String> clashes = new ArrayList<>();

    /** A port and the oldest export that has it. */
    private record Owned(ClusterId cluster, ServicePort port) {}

    private PortClashes() {}

    /**
     * The differences, those of older exports first; at most three of them in words.
     *
     * @param byPrecedence the exports, oldest first
     */
    static String describe(List<Constituent> byPrecedence) {
        PortClashes found = new PortClashes();
        byPrecedence.forEach(found::compare);
        List<String> shown = found.clashes.stream().distinct().limit(SHOWN).collect(Collectors.toList());
        long more = found.clashes.stream().distinct().count() - shown.size();
        if (more > 0) {
            shown.add(more + " more");
        }
        return String.join(", ", shown);
    }

    private void compare(Constituent export) {
        boolean oldest = byName.isEmpty() && byNumber.isEmpty();
        for (ServicePort port : export.export().ports()) {
            compare(export.cluster(), port, oldest);
        }
    }

    private void compare(ClusterId cluster, ServicePort port, boolean oldest) {
        Owned mine = new Owned(cluster, port);
        Owned named = byName.putIfAbsent(port.name(), mine);
        Owned numbered = byNumber.putIfAbsent(number(port), mine);
        if (named != null && !number(named.port()).equals(number(port))) {
            clashes.add(name(port) + " is " + number(named.port()) + " in " + named.cluster() + " and " + number(port)
                    + " in " + cluster);
        } else if (numbered != null && !numbered.port().name().equals(port.name())) {
            clashes.add(number(port) + " is " + name(numbered.port()) + " in " + numbered.cluster() + " and "
                    + name(port) + " in " + cluster);
        } else if (named != null && !named.port().appProtocol().equals(port.appProtocol())) {
            clashes.add(name(port) + " speaks \"" + named.port().appProtocol() + "\" in " + named.cluster() + " and \""
                    + port.appProtocol() + "\" in " + cluster);
        } else if (named == null && !oldest) {
            clashes.add(name(port) + " " + number(port) + " is of " + cluster + " and not of the oldest");
        }
    }

    private static String name(ServicePort port) {
        return port.name().isEmpty() ? "the port without a name" : port.name();
    }

    private static String number(ServicePort port) {
        Protocol protocol = port.protocol();
        return port.port() + "/" + protocol;
    }
}
