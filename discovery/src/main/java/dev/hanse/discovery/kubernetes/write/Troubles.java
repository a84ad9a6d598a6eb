// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why kinds cannot be read. Said once in the log, and once when they can be read again. For any thread. */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private final SortedMap<String, String> reasons = new TreeMap<>();

    /** For one kind: takes the reason; empty: it is read. */
    Consumer<String> of(String label) {
        return reason -> set(label, reason);
    }

    private synchronized void set(String label, String reason) {
        String before =
                Objects.requireNonNullElse(reason.isEmpty() ? reasons.remove(label) : reasons.put(label, reason), "");
        if (!reason.isEmpty() && !reason.equals(before)) {
            LOG.warn("kubernetes: {} that this gateway writes cannot be read: {}", label, reason);
        } else if (reason.isEmpty() && !before.isEmpty()) {
            LOG.info("kubernetes: {} can be read again", label);
        }
    }

    /** One line for each kind. */
    synchronized List<String> all() {
        return reasons.entrySet().stream()
                .map(each -> each.getKey() + " cannot be read: " + each.getValue())
                .toList();
    }
}
