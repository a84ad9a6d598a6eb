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
 * @param alone whether the holder does not hear the control plane, and writes its own cluster's endpoints only
 * @param seenAtNanos when this version was seen for the first time, on our own clock: others' clocks may be wrong
 */
record SeenLease(
        String holder, Duration term, int transitions, String uid, String version, boolean alone, long seenAtNanos) {

    /** What says so in the Lease. */
    static final String ALONE = "hanse.dev/own-endpoints-only";

    /** One whose holder hears the control plane. */
    SeenLease(String holder, Duration term, int transitions, String uid, String version, long seenAtNanos) {
        this(holder, term, transitions, uid, version, false, seenAtNanos);
    }

    static SeenLease of(JsonNode object, long nowNanos) {
        JsonNode metadata = object.path("metadata");
        JsonNode spec = object.path("spec");
        return new SeenLease(
                spec.path("holderIdentity").asString(""),
                Duration.ofSeconds(Math.max(1, spec.path("leaseDurationSeconds").asInt(1))),
                spec.path("leaseTransitions").asInt(0),
                metadata.path("uid").asString(""),
                metadata.path("resourceVersion").asString(""),
                metadata.path("annotations").has(ALONE),
                nowNanos);
    }
}
