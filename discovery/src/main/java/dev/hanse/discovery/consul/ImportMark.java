// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.Map;

/** What tells services of Consul that stand for an import from all others. */
public final class ImportMark {

    /** Key of the service's meta, and of the node's. */
    public static final String META = "hanse-written-by";

    /** Its value. */
    public static final String WRITER = "gateway.hanse.dev";

    /** A tag of each such service: the catalog lists tags, and no meta. */
    public static final String TAG = "hanse-import";

    private ImportMark() {}

    /** Whether the meta is of one. */
    public static boolean isIn(Map<String, String> meta) {
        return meta.containsKey(META);
    }
}
