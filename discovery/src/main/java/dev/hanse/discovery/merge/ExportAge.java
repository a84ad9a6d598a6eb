// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import java.time.Instant;
import java.util.Comparator;

/**
 * How old a cluster's export is where exports of one service disagree: the older one precedes (KEP-1645). In order, older first.
 *
 * @param since when the export was first seen by whoever merges; one moment for all that were first seen just after its start, for these may have waited
 * @param claimed decides among those of one moment: when the exporter says that the export was made; {@code since} where that does not count
 */
public record ExportAge(Instant since, Instant claimed) implements Comparable<ExportAge> {

    private static final Comparator<ExportAge> ORDER =
            Comparator.comparing(ExportAge::since).thenComparing(ExportAge::claimed);

    /** Of an export whose claim does not count. */
    public static ExportAge seen(Instant since) {
        return new ExportAge(since, since);
    }

    @Override
    public int compareTo(ExportAge other) {
        return ORDER.compare(this, other);
    }
}
