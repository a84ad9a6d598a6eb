// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

/**
 * A position in a numbered sequence of deltas.
 *
 * @param epoch names the sequence
 * @param version grows from change to change; 0: nothing yet
 */
public record Position(String epoch, long version) {

    /** Nothing was received of any sequence. */
    public static final Position NONE = new Position("", 0);

    /**
     * Something was received, but has to be said again. Equal to no position that a gateway can name: an epoch on the wire
     * has no spaces.
     */
    public static final Position STALE = new Position(" ", 0);

    /** {@code version 5 of epoch e}, for people. */
    @Override
    public String toString() {
        return version == 0 ? "the beginning" : "version " + version + " of epoch " + epoch;
    }
}
