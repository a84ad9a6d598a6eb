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
    private static final Duration STOP_LIMIT = Eventually.LIMIT;

    /** Those that matter to services, and those that tidy up. */
    private static final String CONTROLLERS = "endpointslice-controller,endpointslice-mirroring-controller,"
            + "namespace-controller,garbage-collector-controller,serviceaccount-controller,"
            + "serviceaccount-token-controller,root-ca-certificate-publisher-controller";

    private final ApiPrograms programs;
    private final int port;
    private final List<String> more;
    private final List<TestProcess> running = new ArrayList<>();
    private @Nullable TestProcess server;
    private @Nullable TestProcess controllers;

    BedPrograms(TestHost host, BedFiles files, int port, List<String> more) {
        this.programs = new ApiPrograms(host, files);
        this.port = port;
        this.more = List.copyOf(more);
    }

    /** The API server. */
    TestProcess server() {
        return Objects.requireNonNull(server, "it does not run");
    }

    void startServer() {
        running.add(programs.startStore());
        server = programs.startServer(serverOptions());
        running.add(server);
    }

    private List<String> serverOptions() {
        List<String> options = new ArrayList<>(List.of(
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                // Loopback can be no endpoint of the service "kubernetes".
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112",
                "--anonymous-auth=false",
                "--authorization-mode=RBAC",
                "--enable-admission-plugins=OwnerReferencesPermissionEnforcement",
                "--audit-policy-file=" + programs.files().path("audit-policy.yaml"),
                "--audit-log-path=" + programs.files().path("audit.log")));
        options.addAll(more);
        return options;
    }

    void startControllers() {
        controllers = programs.startControllers(List.of(
                "--controllers=" + CONTROLLERS,
                // By themselves they ask twenty times a second, which is a slice each for as many Services.
                "--kube-api-qps=1000",
                "--kube-api-burst=1000"));
        running.add(controllers);
    }

    /** The controllers, all in one. */
    TestProcess controllers() {
        return Objects.requireNonNull(controllers, "they do not run");
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
