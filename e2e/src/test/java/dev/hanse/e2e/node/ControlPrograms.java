// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.e2e.kubernetes.BedFiles;
import dev.hanse.net.testing.Eventually;

/** etcd, API server, controllers and scheduler of a cluster of nodes, on its first one, which no test kills. */
final class ControlPrograms {
    private static final String ETCD = "http://127.0.0.1:2379";

    private final TestHost host;
    private final ClusterPlan plan;
    private final BedFiles files;

    ControlPrograms(TestHost host, ClusterPlan plan, BedFiles files) {
        this.host = host;
        this.plan = plan;
        this.files = files;
    }

    /** Starts them, and waits until the API server is ready. */
    void start(Kubectl kubectl) {
        startStore();
        TestProcess server = startServer();
        Eventually.eventually("the API server of " + plan.name() + " is ready", Eventually.LIMIT, () -> {
            if (server.isAlive()) {
                kubectl.run("get", "--raw", "/readyz").orFail();
            }
        });
        if (!server.isAlive()) {
            throw new AssertionError(server + " ended: " + server.logText());
        }
        startControllers();
        host.start(
                "kube-scheduler",
                "kube-scheduler",
                "--kubeconfig=" + files.path("scheduler.kubeconfig"),
                "--secure-port=0",
                "--leader-elect=false");
    }

    private void startStore() {
        host.start(
                "etcd",
                "etcd",
                "--data-dir=" + files.path("etcd"),
                "--listen-client-urls=" + ETCD,
                "--advertise-client-urls=" + ETCD,
                "--listen-peer-urls=http://127.0.0.1:2380",
                "--log-level=warn",
                // Tests lose processes, no power.
                "--unsafe-no-fsync");
    }

    private TestProcess startServer() {
        return host.start(
                "kube-apiserver",
                "kube-apiserver",
                "--etcd-servers=" + ETCD,
                "--bind-address=::",
                "--advertise-address=" + plan.node(1),
                "--service-cluster-ip-range=" + String.join(",", plan.services()),
                "--client-ca-file=" + files.path("ca.crt"),
                "--tls-cert-file=" + files.path("server.crt"),
                "--tls-private-key-file=" + files.path("server.key"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + files.path("accounts.crt"),
                "--service-account-signing-key-file=" + files.path("accounts.key"),
                "--kubelet-client-certificate=" + files.path("admin.crt"),
                "--kubelet-client-key=" + files.path("admin.key"),
                // The nodes' names are in no DNS.
                "--kubelet-preferred-address-types=InternalIP",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement",
                "--allow-privileged=true");
    }

    /** Which pods a node has is said with the node. */
    private void startControllers() {
        host.start(
                "kube-controller-manager",
                "kube-controller-manager",
                "--kubeconfig=" + files.path("controllers.kubeconfig"),
                "--secure-port=0",
                "--leader-elect=false",
                "--allocate-node-cidrs=false",
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + files.path("accounts.key"),
                "--root-ca-file=" + files.path("ca.crt"));
    }
}
