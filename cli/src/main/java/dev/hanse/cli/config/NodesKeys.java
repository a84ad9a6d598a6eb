// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.gateway.nodes.NodesConfig;
import dev.hanse.gateway.nodes.VxlanConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code nodes} of {@code gateway.yaml}. */
final class NodesKeys {

    private static final Key<InetSocketAddress> LISTEN =
            Key.of("listen", Form.ADDRESS).meaning("TCP, for hanse node on the nodes of this cluster.");

    private static final Key<Path> CREDENTIALS = Key.of("credentials", Form.PATH)
            .example("/etc/hanse/nodes")
            .meaning(
                    "Directory with ca.crt, tls.crt and tls.key, a server's certificate; from hanse node credentials, the directory gateway. Followed when they change.");

    private static final Key<List<InetAddress>> ADDRESSES = Key.of("addresses", Form.HOST_ADDRESSES)
            .meaning(
                    "Addresses of this host that nodes route to, at most 16; none: the one that a node has connected to and one of the other family on the same interface.");

    private static final Key<String> VXLAN_DEVICE = Key.of("vxlan-device", Form.TEXT)
            .meaning("Name of the VXLAN device for nodes that share no link with this host, at most 15 characters.");

    private static final Key<Integer> VXLAN_PORT = Key.of("vxlan-port", Form.number(0, VxlanConfig.MAX_PORT))
            .meaning(
                    "UDP, for such nodes, from addresses that they call from alone; opened when one asks, and the same on all gateways of the cluster. 0: such nodes have no way.");

    private static final Key<Integer> VXLAN_VNI =
            Key.of("vxlan-vni", Form.number(0, VxlanConfig.MAX_VNI)).meaning("Number of the virtual network in VXLAN.");

    private NodesKeys() {}

    static NodesConfig describe(Keys keys, Optional<NodesConfig> now) {
        InetSocketAddress listen =
                keys.value(LISTEN, now.map(NodesConfig::listen).orElse(NodesConfig.DEFAULT_LISTEN));
        Path credentials = keys.required(CREDENTIALS, now.map(NodesConfig::credentials));
        List<InetAddress> addresses =
                keys.value(ADDRESSES, now.map(NodesConfig::addresses).orElse(List.of()));
        VxlanConfig vxlan = now.map(NodesConfig::vxlan).orElse(VxlanConfig.DEFAULT);
        VxlanConfig wanted = new VxlanConfig(
                keys.value(VXLAN_DEVICE, vxlan.device()),
                keys.value(VXLAN_PORT, vxlan.port()),
                keys.value(VXLAN_VNI, vxlan.vni()));
        keys.end();
        return new NodesConfig(listen, credentials, addresses, wanted);
    }
}
