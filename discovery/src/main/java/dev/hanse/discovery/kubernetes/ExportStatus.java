// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.ExportCondition;
import java.util.List;

/**
 * What became of one ServiceExport, as its status is to say it.
 *
 * @param export the object
 * @param uid of the object that this is said of: it is not true of another one of that name
 * @param conditions in the order Valid, Ready, Conflict, as far as anything is known of each; each with the generation that it was said of
 */
public record ExportStatus(ObjectName export, String uid, List<ExportCondition> conditions) {

    /** Copies the list. */
    public ExportStatus {
        conditions = List.copyOf(conditions);
    }
}
