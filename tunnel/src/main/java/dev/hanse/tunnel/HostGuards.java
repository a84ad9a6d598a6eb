// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.route.DeviceGuard;
import dev.hanse.tunnel.route.DeviceRoutes;
import dev.hanse.tunnel.route.UnderlayGuard;
import java.util.Set;

/**
 * What an endpoint keeps in place on its host. All blocks, one call at a time.
 *
 * @param routes into the device
 * @param device puts back what was taken away of them
 * @param underlay keeps the endpoint's own packets out of them
 */
record HostGuards(DeviceRoutes routes, DeviceGuard device, UnderlayGuard underlay) {

    /** These prefixes lead nowhere else from now on, and the endpoint's own packets not even there. */
    void close(Set<IpPrefix> prefixes) {
        try {
            underlay.prefixes(prefixes);
        } finally {
            // Whatever became of that: what is for these prefixes never goes in clear.
            routes.close(prefixes);
        }
    }

    /** Puts back what was taken away. */
    void check() {
        device.check();
        underlay.check();
    }
}
