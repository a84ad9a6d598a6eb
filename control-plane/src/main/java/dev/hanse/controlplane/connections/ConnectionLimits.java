// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How many connections there may be, all of them and of whom, and what those without a certificate may do. A connection
 * is unproven until its TLS handshake has shown a certificate of a member or an operator. How the numbers were chosen
 * stands in docs/security.md.
 *
 * @param members most connections of members and operators: no unproven one takes their room
 * @param ofIdentity most connections of one member or operator; the oldest goes first
 * @param unproven most unproven connections
 * @param unprovenOfNetwork most unproven connections of one source network
 * @param unprovenOctets most octets, as they come from the network, that an unproven connection may send
 * @param unprovenAge after which an unproven connection ends, whatever it does
 */
public record ConnectionLimits(
        int members, int ofIdentity, int unproven, int unprovenOfNetwork, long unprovenOctets, Duration unprovenAge) {

    /** 1 024 clusters of 16 gateways, each with a stream that is half open and one that takes its place. */
    private static final int MOST_MEMBERS = 2 * 1_024 * 16;

    private static final int OF_IDENTITY = 32;
    private static final int MOST_UNPROVEN = 512;
    private static final int LEAST_UNPROVEN = 8;
    private static final long UNPROVEN_OCTETS = 256 * 1_024;
    private static final Duration UNPROVEN_AGE = Duration.ofMinutes(1);

    /** For what a running control plane has open besides, about 115: classes, threads, store, log, status server. */
    private static final long OTHER_DESCRIPTORS = 160;

    /** Checks that each is a limit. */
    public ConnectionLimits {
        if (members < 1 || ofIdentity < 1 || unproven < 1 || unprovenOfNetwork < 1) {
            throw new IllegalArgumentException("connections: " + members + ", " + ofIdentity + ", " + unproven + ", "
                    + unprovenOfNetwork + " (expected: 1 or more of each)");
        }
    }

    /** What this process has file descriptors for. */
    public static ConnectionLimits ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? forDescriptors(system.getMaxFileDescriptorCount())
                : forDescriptors(Long.MAX_VALUE);
    }

    /** What so many file descriptors are enough for: three quarters are kept for members. */
    static ConnectionLimits forDescriptors(long descriptors) {
        long connections =
                Math.clamp(descriptors - OTHER_DESCRIPTORS, 4L * LEAST_UNPROVEN, MOST_MEMBERS + MOST_UNPROVEN);
        int unproven = (int) Math.min(MOST_UNPROVEN, connections / 4);
        return new ConnectionLimits(
                (int) (connections - unproven), OF_IDENTITY, unproven, unproven / 2, UNPROVEN_OCTETS, UNPROVEN_AGE);
    }
}
