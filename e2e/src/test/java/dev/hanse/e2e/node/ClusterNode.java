// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import dev.hanse.e2e.kubernetes.BedFiles;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One node: its network, its container runtime, its kubelet and its kube-proxy. */
public final class ClusterNode {
    private final ClusterPlan plan;
    private final int number;
    private final NodeHost node;
    private @Nullable Containerd containerd;
    private @Nullable Kubelet kubelet;
    private @Nullable KubeProxy proxy;

    private ClusterNode(ClusterPlan plan, int number, NodeHost node) {
        this.plan = plan;
        this.number = number;
        this.node = node;
    }

    /** A host that is up, and on the link between all nodes. */
    static ClusterNode make(TestLab lab, TestNetwork link, ClusterPlan plan, int number) {
        TestHost host = lab.host(plan.nodeName(number)).forward();
        host.attach(link, plan.node(number) + "/16", plan.node6(number) + "/64");
        // Nobody is there; but a process of the node may ask for a Service's address only where there is a route to it.
        host.route("default", plan.nobody()).route("default", plan.nobody6());
        // Else what a Service gives a pod of the same node returns by the bridge alone, under the pod's own address.
        host.sysctl("net.bridge.bridge-nf-call-iptables", "1").sysctl("net.bridge.bridge-nf-call-ip6tables", "1");
        return new ClusterNode(plan, number, NodeHost.start(lab, host));
    }

    /** Leads to the pods of all other nodes of the cluster. */
    void route(int nodes) {
        for (int other = 1; other <= nodes; other++) {
            if (other != number) {
                node.host().route(plan.pods(other).getFirst(), plan.node(other));
                node.host().route(plan.pods(other).getLast(), plan.node6(other));
            }
        }
    }

    void startRuntime(NodePrograms programs, NodeImages images, NodeSettings settings) {
        CniConfig.write(node, plan.pods(number), settings.masquerade());
        containerd = Containerd.start(node, programs, images.archives());
    }

    /** Once the API server has its Node. */
    void join(BedFiles files, NodeSettings settings) {
        kubelet = Kubelet.start(node, plan, files, number);
        proxy = KubeProxy.start(node, plan, files, number, settings.proxyMode());
    }

    /** The object of it, as kubeadm and the controller of prefixes would have it. */
    String manifest() {
        List<String> pods = plan.pods(number);
        String role = number == 1 ? ", node-role.kubernetes.io/control-plane: \"\"" : "";
        String taints =
                number == 1 ? ", taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]" : "";
        return """
                apiVersion: v1
                kind: Node
                metadata: {name: %1$s, labels: {kubernetes.io/hostname: %1$s%2$s}}
                spec: {podCIDR: "%3$s", podCIDRs: ["%3$s", "%4$s"]%5$s}
                ---
                """.formatted(plan.nodeName(number), role, pods.getFirst(), pods.getLast(), taints);
    }

    /** Its name in the API. */
    public String name() {
        return plan.nodeName(number);
    }

    /** Its address on the link between all nodes. */
    public String address() {
        return plan.node(number);
    }

    /** Its host. */
    public NodeHost node() {
        return node;
    }

    /** Kills the container runtime and starts it again; pods go on. */
    public void restartRuntime() {
        Objects.requireNonNull(containerd).restart();
    }

    /** Kills the kubelet and starts it again; pods go on. */
    public void restartKubelet() {
        Objects.requireNonNull(kubelet).restart();
    }

    /** Kills kube-proxy and starts it again in this mode. */
    public void restartProxy(NodeSettings.ProxyMode mode) {
        Objects.requireNonNull(proxy).restart(mode);
    }
}
