// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The processes of one cluster's control plane. All listen on loopback of their host alone. */
final class BedPrograms {
    private static final String ETCD = "http://127.0.0.1:2379";
    private static final Duration STOP_LIMIT = Eventually.LIMIT;

    /** Those that matter to services, and those that tidy up. */
    private static final String CONTROLLERS = "endpointslice-controller,endpointslice-mirroring-controller,"
            + "namespace-controller,garbage-collector-controller,serviceaccount-controller,"
            + "serviceaccount-token-controller,root-ca-certificate-publisher-controller";

    private final TestHost host;
    private final BedFiles files;
    private final int port;
    private final List<String> more;
    private final List<TestProcess> running = new ArrayList<>();
    private @Nullable TestProcess server;

    BedPrograms(TestHost host, BedFiles files, int port, List<String> more) {
        this.host = host;
        this.files = files;
        this.port = port;
        this.more = List.copyOf(more);
    }

    /** The API server. */
    TestProcess server() {
        return Objects.requireNonNull(server, "it does not run");
    }

    void startServer() {
        running.add(host.start(
                "etcd",
                "etcd",
                "--data-dir=" + files.path("etcd"),
                "--listen-client-urls=" + ETCD,
                "--advertise-client-urls=" + ETCD,
                "--listen-peer-urls=http://127.0.0.1:2380",
                "--log-level=warn",
                // Tests lose processes, no power.
                "--unsafe-no-fsync"));
        server = host.start("kube-apiserver", serverCommand());
        running.add(server);
    }

    private String[] serverCommand() {
        List<String> command = new ArrayList<>(List.of(
                "kube-apiserver",
                "--etcd-servers=" + ETCD,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                // Loopback can be no endpoint of the service "kubernetes".
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112",
                "--client-ca-file=" + files.path("ca.crt"),
                "--tls-cert-file=" + files.path("server.crt"),
                "--tls-private-key-file=" + files.path("server.key"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + files.path("accounts.crt"),
                "--service-account-signing-key-file=" + files.path("accounts.key"),
                "--anonymous-auth=false",
                "--authorization-mode=RBAC",
                "--enable-admission-plugins=OwnerReferencesPermissionEnforcement",
                "--audit-policy-file=" + files.path("audit-policy.yaml"),
                "--audit-log-path=" + files.path("audit.log")));
        command.addAll(more);
        return command.toArray(String[]::new);
    }

    void startControllers() {
        running.add(host.start(
                "kube-controller-manager",
                "kube-controller-manager",
                "--kubeconfig=" + files.path("controllers.kubeconfig"),
                "--secure-port=0",
                "--leader-elect=false",
                "--controllers=" + CONTROLLERS,
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + files.path("accounts.key"),
                "--root-ca-file=" + files.path("ca.crt")));
    }

    /** Ends them as they want to be ended. */
    void stop() {
        running.reversed().forEach(each -> each.stop(STOP_LIMIT));
        running.clear();
    }

    /** Ends them as a crash would. */
    void kill() {
        running.reversed().forEach(TestProcess::kill);
        running.clear();
    }
}
