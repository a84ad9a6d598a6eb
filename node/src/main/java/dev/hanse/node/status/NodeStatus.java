// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.status;

import dev.hanse.node.link.GatewayLinks;
import dev.hanse.node.names.Redirection;
import dev.hanse.node.routes.Finding;
import dev.hanse.node.routes.RouteKeeper;
import dev.hanse.node.routes.WantedRoutes;
import java.util.List;

/**
 * A node at one moment.
 *
 * @param node its name
 * @param version of this software
 * @param gateways each that is looked for
 * @param wanted what the gateways say
 * @param routes what the kernel has
 * @param redirection where DNS queries to gateways are led that are away
 * @param findings all that is not as it should be
 */
public record NodeStatus(
        String node,
        String version,
        List<GatewayLinks.Heard> gateways,
        WantedRoutes wanted,
        RouteKeeper.State routes,
        Redirection redirection,
        List<Finding> findings) {

    /** Copies the lists. */
    public NodeStatus {
        gateways = List.copyOf(gateways);
        findings = List.copyOf(findings);
    }

    /** Whether all routes are there that are known of, now or from before. */
    public boolean ready() {
        return !wanted.isNone() && routes.complete();
    }

    /** How many gateways are heard. */
    public long heard() {
        return gateways.stream().filter(each -> each.trouble().isEmpty()).count();
    }
}
