// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.SliceName;
import dev.hanse.discovery.model.PortNumber;
import dev.hanse.discovery.model.ServicePort;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What the slices of one service are called: after the number on which their endpoints listen, {@code tcp-8080}. Where several port names have one number, the
 * first of them has that name and the others a digest of their own behind it: {@code tcp-8080-n9f86d081884c7d65}.
 */
final class SliceNames {

    private final Map<PortNumber, String> first = new HashMap<>();

    private SliceNames() {}

    /** @param ports of the slices: one for each, or none */
    static SliceNames of(Collection<List<ServicePort>> ports) {
        SliceNames names = new SliceNames();
        ports.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(ServicePort::name))
                .forEach(port -> names.first.putIfAbsent(port.number(), port.name()));
        return names;
    }

    String of(List<ServicePort> ports) {
        if (ports.isEmpty()) {
            return "portless";
        }
        ServicePort port = ports.getFirst();
        String number = port.protocol().name().toLowerCase(Locale.ROOT) + "-" + port.port();
        return Objects.equals(first.get(port.number()), port.name()) ? number : SliceName.of(number, port.name());
    }
}
