// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

/** The metric of unreachable routes: worse than any that people and daemons choose, and another one for each device, so that gateways on one host know theirs. Stateless. */
final class UnreachableMetric {

    private static final long FIRST = 4_200_000_000L;
    private static final int MANY = 90_000_000;

    private UnreachableMetric() {}

    static long of(String device) {
        return FIRST + Math.floorMod(device.hashCode(), MANY);
    }
}
