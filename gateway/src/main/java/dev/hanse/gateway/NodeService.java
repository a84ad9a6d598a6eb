// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.gateway.link.ExchangeLink;
import dev.hanse.gateway.nodes.NodePort;
import dev.hanse.gateway.nodes.NodesConfig;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.net.lifecycle.CloseStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster's nodes are served.
 *
 * @param dns where names are answered, with real ports
 */
record NodeService(
        GatewayConfig config,
        CurrentView view,
        PathWatch paths,
        ExchangeLink link,
        List<InetSocketAddress> dns,
        InstantSource clock) {

    /** Nothing where nodes are not configured. Blocks until the port is bound. */
    Optional<NodePort> start(CloseStack parts) throws IOException {
        if (config.nodes().isEmpty()) {
            return Optional.empty();
        }
        NodesConfig port = config.nodes().get();
        return Optional.of(parts.add(NodePort.start(port, told(), clock)));
    }

    private NodePort.Told told() {
        return new NodePort.Told(
                config.cluster().toString(),
                config.name(),
                config.podPrefixes(),
                config.servicePrefixes(),
                dns,
                view::content,
                paths::status,
                () -> !PublishedView.isConfirmed(view, link.status(), clock.instant()));
    }
}
