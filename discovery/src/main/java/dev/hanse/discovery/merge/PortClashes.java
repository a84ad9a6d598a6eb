// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.PortNumber;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** In which ports exports differ, by name and number. Pure. */
final class PortClashes {

    /** The rest is counted: a condition is read in a line. */
    private static final int SHOWN = 3;

    private final Map<ServicePort, Owned> exact = new HashMap<>();
    private final Map<String, Owned> byName = new HashMap<>();
    private final Map<PortNumber, Owned> byNumber = new HashMap<>();
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
        found.learn(byPrecedence.getFirst());
        for (Constituent each : byPrecedence.subList(1, byPrecedence.size())) {
            each.export()
                    .ports()
                    .forEach(port -> found.compare(byPrecedence.getFirst().cluster(), each.cluster(), port));
            found.compareMissing(byPrecedence.getFirst(), each);
            found.learn(each);
        }
        List<String> shown = found.clashes.stream().distinct().limit(SHOWN).collect(Collectors.toList());
        long more = found.clashes.stream().distinct().count() - shown.size();
        if (more > 0) {
            shown.add(more + " more");
        }
        return String.join(", ", shown);
    }

    /** After it was compared: what one cluster has beside each other does not disagree. */
    private void learn(Constituent export) {
        for (ServicePort port : export.export().ports()) {
            Owned owned = new Owned(export.cluster(), port);
            exact.putIfAbsent(bare(port), owned);
            byName.putIfAbsent(port.name(), owned);
            byNumber.putIfAbsent(port.number(), owned);
        }
    }

    /** What the younger export has none of, and has not in another form either: that was said already. */
    private void compareMissing(Constituent oldest, Constituent younger) {
        Set<Object> there = new HashSet<>();
        for (ServicePort port : younger.export().ports()) {
            there.add(port.name());
            if (!exact.containsKey(bare(port))) {
                there.add(port.number());
            }
        }
        for (ServicePort port : oldest.export().ports()) {
            if (!there.contains(port.name()) && !there.contains(port.number())) {
                clashes.add(name(port) + " " + port.number() + " is of " + oldest.cluster() + " and not of "
                        + younger.cluster());
            }
        }
    }

    private void compare(ClusterId oldest, ClusterId cluster, ServicePort port) {
        Owned same = exact.get(bare(port));
        Owned named = byName.get(port.name());
        Owned numbered = byNumber.get(port.number());
        if (same != null && !same.port().appProtocol().equals(port.appProtocol())) {
            clashes.add(name(port) + " speaks \"" + same.port().appProtocol() + "\" in " + same.cluster() + " and \""
                    + port.appProtocol() + "\" in " + cluster);
        } else if (same == null && named != null) {
            clashes.add(name(port) + " is " + named.port().number() + " in " + named.cluster() + " and " + port.number()
                    + " in " + cluster);
        } else if (same == null && numbered != null) {
            clashes.add(port.number() + " is " + name(numbered.port()) + " in " + numbered.cluster() + " and "
                    + name(port) + " in " + cluster);
        } else if (same == null) {
            clashes.add(name(port) + " " + port.number() + " is of " + cluster + " and not of " + oldest);
        }
    }

    /** Its name, protocol and number alone. */
    private static ServicePort bare(ServicePort port) {
        return ServicePort.of(port.name(), port.protocol(), port.port());
    }

    private static String name(ServicePort port) {
        return port.name().isEmpty() ? "the port without a name" : port.name();
    }
}
