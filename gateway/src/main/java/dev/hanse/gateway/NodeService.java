// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.gateway.link.ExchangeLink;
import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.gateway.nodes.NodePort;
import dev.hanse.gateway.nodes.NodesConfig;
import dev.hanse.gateway.nodes.RoutedNodes;
import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.vxlan.VxlanReceiver;
import dev.hanse.net.lifecycle.CloseStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster's nodes are served.
 *
 * @param dns where names are answered, with real ports
 * @param vxlanFile where the text of the table of nftables is put
 */
record NodeService(
        GatewayConfig config,
        CurrentView view,
        PathWatch paths,
        ExchangeLink link,
        List<InetSocketAddress> dns,
        Path vxlanFile,
        InstantSource clock) {

    /** Nothing where nodes are not configured. Blocks until the port is bound. */
    Optional<NodePort> start(CloseStack parts) throws IOException {
        if (config.nodes().isEmpty()) {
            return Optional.empty();
        }
        NodesConfig port = config.nodes().get();
        return Optional.of(parts.add(NodePort.start(port, told(routed(port.vxlan(), parts)), clock)));
    }

    private RoutedNodes routed(VxlanConfig vxlan, CloseStack parts) {
        ThreadControlLoop thread = parts.add(new ThreadControlLoop("hanse-vxlan"));
        boolean untracked = config.tunnel().map(AnnouncedTunnel::untrackTransit).orElse(false);
        VxlanReceiver receiver = VxlanReceiver.ofHost(thread, vxlan, config.podPrefixes(), untracked, vxlanFile);
        view.serve("vxlan", thread, receiver);
        return receiver;
    }

    private NodePort.Told told(RoutedNodes routed) {
        return new NodePort.Told(
                config.cluster().toString(),
                config.name(),
                config.podPrefixes(),
                config.servicePrefixes(),
                dns,
                view::content,
                paths::status,
                () -> !PublishedView.isConfirmed(view, link.status(), clock.instant()),
                routed);
    }
}
