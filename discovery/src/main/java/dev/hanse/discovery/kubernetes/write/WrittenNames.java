// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;

/** How objects are named. Names follow from what they stand for alone, so that every gateway finds what another one wrote. */
final class WrittenNames {

    private static final int MAX_LABEL = 63;
    private static final int HASHED = 10;

    private WrittenNames() {}

    /** The Service of an import, as the reference implementation of the API names it. */
    static String derivedService(ServiceName service) {
        return "derived-" + ShortHash.of(service.toString());
    }

    /** The EndpointSlice for the addresses of one family in a slice of a cluster. */
    static String slice(SliceKey key, IpFamily family) {
        return derivedService(key.service()) + "-" + ShortHash.of(key.cluster() + "/" + key.slice() + "/" + family);
    }

    /** A cluster as the value of a label: its id, or its beginning and a hash where it is longer than a label may be. */
    static String cluster(ClusterId cluster) {
        String id = cluster.value();
        return id.length() <= MAX_LABEL ? id : id.substring(0, MAX_LABEL - HASHED - 1) + "-" + ShortHash.of(id);
    }
}
