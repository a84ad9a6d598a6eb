// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;

/** Something that gateways wrote into a cluster and that is there at this moment. */
public final class Leftover {

    private final String label;
    private final ObjectName name;
    private final boolean ending;
    private final Removal removal;

    /** Takes it away, where nobody has changed it since it was read. */
    interface Removal {

        Outcome perform() throws InterruptedException;
    }

    Leftover(String label, ObjectName name, boolean ending, Removal removal) {
        this.label = label;
        this.name = name;
        this.ending = ending;
        this.removal = removal;
    }

    /** The kind, as roles and {@code kubectl} name it; {@code …/status}: conditions in it. */
    public String label() {
        return label;
    }

    /** Which one. */
    public ObjectName name() {
        return name;
    }

    /** Whether somebody deleted it already, and only finalizers keep it. */
    public boolean isEnding() {
        return ending;
    }

    /** Takes it away; a conflict: it has changed since, and has to be read again. */
    public Outcome remove() throws InterruptedException {
        return removal.perform();
    }

    /** {@code services shop/derived-…}. */
    @Override
    public String toString() {
        return label + " " + name;
    }
}
