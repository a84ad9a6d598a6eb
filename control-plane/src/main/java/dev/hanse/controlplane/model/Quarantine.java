// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a start does not take up, one entry for each cluster or gateway. Used by one thread. */
public final class Quarantine {

    private final Map<String, Quarantined> bySubject = new LinkedHashMap<>();

    /** Something of this cluster or gateway stays out; {@code why} is kept of the first. */
    public void add(String subject, String why) {
        add(new Quarantined(subject, 1, why));
    }

    /** What another part found. */
    public void addAll(Collection<Quarantined> found) {
        found.forEach(this::add);
    }

    private void add(Quarantined found) {
        bySubject.merge(
                found.subject(),
                found,
                (one, other) -> new Quarantined(one.subject(), one.count() + other.count(), one.why()));
    }

    /** Whether all was taken up. */
    public boolean isEmpty() {
        return bySubject.isEmpty();
    }

    /** In the order in which they were found. */
    public List<Quarantined> all() {
        return List.copyOf(bySubject.values());
    }
}
