// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what is left out of the exports and why: each complaint once, again only after it was gone. One thread at a time. */
final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final int MOST = 100;

    private Set<String> last = Set.of();
    private Set<String> current = new LinkedHashSet<>();

    void add(String complaint) {
        if (current.size() < MOST) {
            current.add(complaint);
        }
    }

    /** All of one pass are known. */
    void endPass() {
        current.stream()
                .filter(complaint -> !last.contains(complaint))
                .forEach(complaint -> LOG.warn("consul: {}", complaint));
        last = current;
        current = new LinkedHashSet<>();
    }

    /** What was wrong in the last pass. */
    Set<String> last() {
        return Set.copyOf(last);
    }
}
