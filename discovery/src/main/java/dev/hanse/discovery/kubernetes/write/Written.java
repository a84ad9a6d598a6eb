// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceName;
import tools.jackson.databind.node.ObjectNode;

/** What one object says, without what the API server adds. Equal where nothing has to be written. */
sealed interface Written permits WrittenImport, WrittenService, WrittenSlice {

    /** The import that it belongs to, or is. */
    ServiceName service();

    /** Its name. */
    ObjectKey key();

    /**
     * The object that is made where there is none.
     *
     * @param owner uid of the import; empty: it is the import
     */
    ObjectNode toCreate(String owner);

    /** What is written over the one that was seen. */
    ObjectNode toChange(Seen<?> seen, String owner);
}
