// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.kubernetes;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.kubernetes.OperatorAccess;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the API server is, as kubectl is told it. */
public final class ApiOptions {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "How to reach the cluster's API server; default: KUBECONFIG, else ~/.kube/config, else the service account"
                            + " of the pod.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Which context of the kubeconfig; default: its current one.")
    private @Nullable String context;

    @Option(
            names = "--api-server",
            paramLabel = "URL",
            converter = ServerUrl.class,
            description = "An API server that asks for no token instead, as 'kubectl proxy' is: http://127.0.0.1:8001.")
    private @Nullable URI server;

    /**
     * What is said, or what the environment says.
     *
     * @throws CommandFailure if the environment names several files
     */
    public OperatorAccess access(Map<String, String> environment) {
        return new OperatorAccess(
                Optional.ofNullable(server),
                kubeconfig != null ? Optional.of(kubeconfig) : ofEnvironment(environment),
                Optional.ofNullable(context));
    }

    private static Optional<Path> ofEnvironment(Map<String, String> environment) {
        String named = environment.getOrDefault("KUBECONFIG", "");
        if (named.contains(File.pathSeparator)) {
            throw new CommandFailure("KUBECONFIG names several files: " + named, "name one of them with --kubeconfig");
        }
        Path own = Path.of(environment.getOrDefault("HOME", ""), ".kube", "config");
        boolean inPod = environment.containsKey("KUBERNETES_SERVICE_HOST");
        if (named.isEmpty()) {
            return inPod && !Files.exists(own) ? Optional.empty() : Optional.of(own);
        }
        return Optional.of(Path.of(named));
    }
}
