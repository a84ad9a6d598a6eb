// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * What Consul said to a request that was to change something.
 *
 * @param status of HTTP
 * @param body of any form
 */
public record ConsulReply(int status, Buffer body) {

    private static final Set<Integer> OF_ALL = Set.of(401, 403, 429, 500, 502, 503, 504);

    /** Whether a status is said of any request, not of this one. */
    static boolean isOfAll(int status) {
        return OF_ALL.contains(status);
    }

    /** Whether it was done. */
    public boolean isDone() {
        return status == 200;
    }
}
