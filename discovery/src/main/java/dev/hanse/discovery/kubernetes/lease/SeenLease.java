// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * The Lease as it was seen.
 *
 * @param holder who writes; empty: nobody
 * @param term for which time after a renewal
 * @param transitions how often it went to another holder
 * @param uid which of all Leases that had the name
 * @param version its resourceVersion, which each renewal changes
 * @param seenAtNanos when this version was seen for the first time, on our own clock: others' clocks may be wrong
 */
record SeenLease(String holder, Duration term, int transitions, String uid, String version, long seenAtNanos) {

    static SeenLease of(JsonNode object, long nowNanos) {
        JsonNode metadata = object.path("metadata");
        JsonNode spec = object.path("spec");
        return new SeenLease(
                spec.path("holderIdentity").asString(""),
                Duration.ofSeconds(Math.max(1, spec.path("leaseDurationSeconds").asInt(1))),
                spec.path("leaseTransitions").asInt(0),
                metadata.path("uid").asString(""),
                metadata.path("resourceVersion").asString(""),
                nowNanos);
    }
}
