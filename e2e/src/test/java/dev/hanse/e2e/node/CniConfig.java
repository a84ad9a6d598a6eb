// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import java.util.List;

/** How the container runtime of a node gives pods their network: a bridge, and addresses of the node's prefixes of both families. */
final class CniConfig {
    private CniConfig() {}

    /** Where the runtime looks for it; its arrival makes a node ready. */
    static void write(NodeHost node, List<String> prefixes, boolean masquerade) {
        String ranges = String.join(
                ", ",
                prefixes.stream()
                        .map(each -> "[{\"subnet\": \"" + each + "\"}]")
                        .toList());
        String text = """
                {"cniVersion": "1.0.0", "name": "pods", "plugins": [
                  {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true, "ipMasq": %s,
                   "ipam": {"type": "host-local", "ranges": [%s], "routes": [{"dst": "0.0.0.0/0"}, {"dst": "::/0"}]}},
                  {"type": "portmap", "capabilities": {"portMappings": true}}]}
                """.formatted(masquerade, ranges);
        node.place("cni.conflist", text, "/etc/cni/net.d/10-pods.conflist");
    }
}
