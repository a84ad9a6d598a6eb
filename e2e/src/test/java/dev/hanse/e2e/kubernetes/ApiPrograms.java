// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * etcd, API server and controllers with what all test clusters say alike.
 *
 * @param host where they run
 * @param files of the cluster
 */
public record ApiPrograms(TestHost host, BedFiles files) {
    private static final String ETCD = "http://127.0.0.1:2379";

    /** Starts etcd, on loopback. */
    public TestProcess startStore() {
        return host.start(
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

    /** Starts an API server that stores there. */
    public TestProcess startServer(List<String> more) {
        return start(
                "kube-apiserver",
                List.of(
                        "--etcd-servers=" + ETCD,
                        "--client-ca-file=" + files.path("ca.crt"),
                        "--tls-cert-file=" + files.path("server.crt"),
                        "--tls-private-key-file=" + files.path("server.key"),
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + files.path("accounts.crt"),
                        "--service-account-signing-key-file=" + files.path("accounts.key")),
                more);
    }

    /** Starts the controllers. */
    public TestProcess startControllers(List<String> more) {
        return start(
                "kube-controller-manager",
                List.of(
                        "--kubeconfig=" + files.path("controllers.kubeconfig"),
                        "--secure-port=0",
                        "--leader-elect=false",
                        "--use-service-account-credentials=true",
                        "--service-account-private-key-file=" + files.path("accounts.key"),
                        "--root-ca-file=" + files.path("ca.crt")),
                more);
    }

    private TestProcess start(String program, List<String> usual, List<String> more) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(usual);
        command.addAll(more);
        return host.start(program, command.toArray(String[]::new));
    }
}
