// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.kubernetes.BedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The kube-proxy of a node. */
final class KubeProxy {
    private final NodeHost node;
    private final ClusterPlan plan;
    private final BedFiles files;
    private final int number;
    private TestProcess process;

    private KubeProxy(NodeHost node, ClusterPlan plan, BedFiles files, int number, NodeSettings.ProxyMode mode) {
        this.node = node;
        this.plan = plan;
        this.files = files;
        this.number = number;
        this.process = run(mode);
    }

    static KubeProxy start(NodeHost node, ClusterPlan plan, BedFiles files, int number, NodeSettings.ProxyMode mode) {
        return new KubeProxy(node, plan, files, number, mode);
    }

    /** Starts it again, in this mode; it takes away what it made in another one. */
    void restart(NodeSettings.ProxyMode mode) {
        process.kill();
        process = run(mode);
    }

    private TestProcess run(NodeSettings.ProxyMode mode) {
        Path configuration = node.write("kube-proxy.yaml", configuration(mode));
        return node.start("kube-proxy", Map.of(), List.of("kube-proxy", "--config=" + configuration));
    }

    /** The limits of connection tracking are the machine's. */
    private String configuration(NodeSettings.ProxyMode mode) {
        return """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: %s
                clientConnection: {kubeconfig: "%s"}
                hostnameOverride: %s
                clusterCIDR: "%s"
                conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
                """.formatted(
                        mode.name().toLowerCase(Locale.ROOT),
                        files.path("proxy.kubeconfig"),
                        plan.nodeName(number),
                        String.join(",", plan.pods()));
    }
}
