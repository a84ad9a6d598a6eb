// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import dev.hanse.node.NodeConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code node.yaml}. */
public final class NodeFile {

    private static final Key<String> NAME = Key.of("name", Form.TEXT)
            .example("node-1")
            .meaning("The node, for people; by default the host's name, so that one file serves all nodes.");

    private static final Key<Path> DATA_DIR = Key.of("data-dir", Form.PATH)
            .meaning("What was known last, from which it routes while no gateway is there.");

    private static final Key<List<InetSocketAddress>> GATEWAYS = Key.of("gateways", Form.HOSTS)
            .example("[hanse-gateways.hanse.svc:9482]")
            .meaning(
                    "Node ports (nodes.listen) of this cluster's gateways, 1 to 64; must be set. All addresses of a name are gateways, as with a headless Service; names are looked up every 10 s.");

    private static final Key<Path> CREDENTIALS = Key.of("credentials", Form.PATH)
            .example("/etc/hanse/nodes")
            .meaning(
                    "Directory with ca.crt, tls.crt and tls.key, a client's certificate; from hanse node credentials, the directory node. Followed when they change.");

    private static final Key<InetSocketAddress> STATUS_LISTEN =
            Key.of("status-listen", Form.ADDRESS).meaning("Health, metrics and status over HTTP.");

    private static final Key<String> VXLAN_DEVICE = Key.of("vxlan-device", Form.TEXT)
            .meaning("Name of the VXLAN device to gateways on no link of the node, at most 15 characters.");

    private static final Key<Boolean> KUBERNETES_EVENTS = Key.of("kubernetes-events", Form.FLAG)
            .meaning(
                    "Whether what is found wrong is told as Events of the Node of that name, by the service account of the pod, which may create Events in the namespace default.");

    private NodeFile() {}

    /**
     * Reads the file.
     *
     * @throws dev.hanse.cli.output.CommandFailure with the place and what was expected
     */
    public static NodeConfig read(Path file) {
        return ConfigFile.read(file, keys -> describe(keys, Optional.empty()));
    }

    static NodeConfig describe(Keys keys, Optional<NodeConfig> now) {
        Optional<String> name = keys.optional(NAME, now.map(NodeConfig::name));
        Path dataDir = keys.value(DATA_DIR, now.map(NodeConfig::dataDir).orElse(NodeConfig.DEFAULT_DATA_DIR));
        List<InetSocketAddress> gateways = keys.required(GATEWAYS, now.map(NodeConfig::gateways));
        Path credentials = keys.required(CREDENTIALS, now.map(NodeConfig::credentials));
        InetSocketAddress statusListen =
                keys.value(STATUS_LISTEN, now.map(NodeConfig::statusListen).orElse(NodeConfig.DEFAULT_STATUS_LISTEN));
        String device =
                keys.value(VXLAN_DEVICE, now.map(NodeConfig::vxlanDevice).orElse(VxlanLinks.NAME));
        boolean events = keys.value(
                KUBERNETES_EVENTS, now.map(NodeConfig::kubernetesEvents).orElse(false));
        keys.end();
        return new NodeConfig(
                name.orElseGet(NodeConfig::hostName), dataDir, gateways, credentials, statusListen, device, events);
    }
}
