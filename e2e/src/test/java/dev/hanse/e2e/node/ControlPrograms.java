// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.kubernetes.ApiPrograms;
import dev.hanse.e2e.kubernetes.BedFiles;
import dev.hanse.net.testing.Eventually;
import java.util.List;

/** etcd, API server, controllers and scheduler of a cluster of nodes, on its first one, which no test kills. */
final class ControlPrograms {
    private final TestHost host;
    private final ClusterPlan plan;
    private final BedFiles files;
    private final ApiPrograms programs;

    ControlPrograms(TestHost host, ClusterPlan plan, BedFiles files) {
        this.host = host;
        this.plan = plan;
        this.files = files;
        this.programs = new ApiPrograms(host, files);
    }

    /** Starts them, and waits until the API server is ready. */
    void start(Kubectl kubectl) {
        programs.startStore();
        TestProcess server = startServer();
        Eventually.eventually("the API server of " + plan.name() + " is ready", Eventually.LIMIT, () -> {
            if (server.isAlive()) {
                kubectl.run("get", "--raw", "/readyz").orFail();
            }
        });
        if (!server.isAlive()) {
            throw new AssertionError(server + " ended: " + server.logText());
        }
        // Which pods a node has is said with the node. What a test makes at once is not to wait for its turn.
        programs.startControllers(
                List.of("--allocate-node-cidrs=false", "--kube-api-qps=1000", "--kube-api-burst=1000"));
        host.start(
                "kube-scheduler",
                "kube-scheduler",
                "--kubeconfig=" + files.path("scheduler.kubeconfig"),
                "--secure-port=0",
                "--leader-elect=false");
    }

    private TestProcess startServer() {
        return programs.startServer(List.of(
                "--bind-address=::",
                "--advertise-address=" + plan.node(1),
                "--service-cluster-ip-range=" + String.join(",", plan.services()),
                "--kubelet-client-certificate=" + files.path("admin.crt"),
                "--kubelet-client-key=" + files.path("admin.key"),
                // The nodes' names are in no DNS.
                "--kubelet-preferred-address-types=InternalIP",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement",
                "--allow-privileged=true"));
    }
}
