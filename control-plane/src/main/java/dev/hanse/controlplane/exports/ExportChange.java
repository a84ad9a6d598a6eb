// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.Position;
import java.util.List;

/**
 * A piece of a change of a gateway's exports.
 *
 * @param position of the sequence after the change
 * @param snapshotBegin whether a sequence begins with it; then what it does not name is gone, as far as its coverage goes
 * @param moreFollows whether it is not the last piece
 * @param coverage of the sequence that begins here; means nothing in other pieces
 * @param removals applied first; removing a service removes its slices
 * @param upserts a service before its slices
 * @param named how many items it names, those that are malformed too
 * @param octets of its message
 */
public record ExportChange(
        Position position,
        boolean snapshotBegin,
        boolean moreFollows,
        ExportCoverage coverage,
        List<ExportKey> removals,
        List<ExportItem> upserts,
        int named,
        int octets) {

    /** Copies the lists. */
    public ExportChange {
        removals = List.copyOf(removals);
        upserts = List.copyOf(upserts);
    }

    /** A piece from a gateway that has read all its sources; all of it is well-formed, and its message is not looked at. */
    public ExportChange(
            Position position,
            boolean snapshotBegin,
            boolean moreFollows,
            List<ExportKey> removals,
            List<ExportItem> upserts) {
        this(
                position,
                snapshotBegin,
                moreFollows,
                ExportCoverage.ALL_SOURCES,
                removals,
                upserts,
                removals.size() + upserts.size(),
                0);
    }

    /** Whether what the change does not name is gone. */
    boolean replacesAll() {
        return snapshotBegin && coverage != ExportCoverage.READ_SOURCES;
    }
}
