// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.kubernetes.BedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The kubelet of a node, as kubeadm sets it up, but for what a machine that is shared by several cannot give. */
final class Kubelet {
    private final NodeHost node;
    private final ClusterPlan plan;
    private final BedFiles files;
    private final int number;
    private TestProcess process;

    private Kubelet(NodeHost node, ClusterPlan plan, BedFiles files, int number) {
        this.node = node;
        this.plan = plan;
        this.files = files;
        this.number = number;
        this.process = run();
    }

    static Kubelet start(NodeHost node, ClusterPlan plan, BedFiles files, int number) {
        return new Kubelet(node, plan, files, number);
    }

    private TestProcess run() {
        Path configuration = node.write("kubelet.yaml", configuration());
        return node.start(
                "kubelet",
                Map.of(),
                List.of(
                        "kubelet",
                        "--config=" + configuration,
                        "--kubeconfig=" + files.path(plan.nodeName(number) + ".kubeconfig"),
                        "--hostname-override=" + plan.nodeName(number),
                        "--node-ip=" + plan.node(number) + "," + plan.node6(number)));
    }

    private String configuration() {
        return """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "%s"}}
                authorization: {mode: Webhook}
                clusterDomain: cluster.local
                clusterDNS: ["%s"]
                containerRuntimeEndpoint: "unix://%s"
                resolvConf: ""
                volumePluginDir: /var/lib/kubelet/volume-plugins
                serializeImagePulls: false
                syncFrequency: 10s
                # All nodes' pods are on one kernel: their control groups are side by side.
                cgroupDriver: cgroupfs
                cgroupsPerQOS: false
                enforceNodeAllocatable: []
                failCgroupV1: false
                failSwapOn: false
                # Whether the machine's disk is full is not what is tested.
                localStorageCapacityIsolation: false
                imageGCHighThresholdPercent: 100
                evictionHard: {memory.available: "0%%", nodefs.available: "0%%", nodefs.inodesFree: "0%%", imagefs.available: "0%%"}
                """.formatted(files.path("ca.crt"), plan.dnsService(), Containerd.SOCKET);
    }

    /** Ends it and starts it again; pods go on. */
    void restart() {
        process.kill();
        process = run();
    }
}
