// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import tools.jackson.databind.JsonNode;

/** What is kept of an object of the API: few octets, since a cluster has many objects that nobody exports. Equal where nothing has changed that exports are made of. */
sealed interface Kept permits KeptExport, KeptService, KeptSlice {

    /** The object. */
    ObjectName name();

    /** The service whose export depends on it. */
    default ObjectName service() {
        return name();
    }

    /** Whether somebody deleted the object, and only its finalizers keep it. */
    static boolean isBeingDeleted(JsonNode object) {
        return object.path("metadata").hasNonNull("deletionTimestamp");
    }
}
