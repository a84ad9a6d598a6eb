// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ServiceName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Says what is wrong with services, each thing once, however often the service changes and however many of its
 * endpoints it concerns: both are up to other clusters. Owned by one thread.
 */
final class Complaints {

    /** Services that are remembered. */
    private static final int SERVICES = 1_000;

    /** Different complaints about one service. */
    private static final int EACH = 3;

    private final BiConsumer<ServiceName, String> log;
    private final Map<ServiceName, Set<String>> said = new LinkedHashMap<>();
    private Set<String> current = new LinkedHashSet<>();

    /** With where complaints go. */
    Complaints(BiConsumer<ServiceName, String> log) {
        this.log = log;
    }

    /** About the service that is being compiled. */
    void add(String complaint) {
        if (current.size() < EACH) {
            current.add(complaint);
        }
    }

    /** All about this service is known. */
    void end(ServiceName service) {
        Set<String> before = said.remove(service);
        if (!current.isEmpty()) {
            current.stream()
                    .filter(complaint -> before == null || !before.contains(complaint))
                    .forEach(complaint -> log.accept(service, complaint));
            said.put(service, current);
            current = new LinkedHashSet<>();
        }
        if (said.size() > SERVICES) {
            said.remove(said.keySet().iterator().next());
        }
    }
}
