// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiAccess.Tls;
import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What Kubernetes gives every pod: the API server's address in the environment, and the service account's files, which the kubelet replaces in time.
 *
 * @param folder where the files are
 * @param environment of the process
 */
record InClusterAccess(Path folder, Map<String, String> environment) implements ApiAccess.Reader {

    static InClusterAccess ofThisPod() {
        return new InClusterAccess(Path.of("/var/run/secrets/kubernetes.io/serviceaccount"), System.getenv());
    }

    @Override
    public ApiAccess read() throws ApiException {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new ApiException(
                    Reason.FAILED,
                    "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set, so this is no pod of a cluster;"
                            + " set sources.kubernetes.kubeconfig");
        }
        URI server = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        Tls tls = new Tls(Optional.of(AccessFile.read(folder.resolve("ca.crt"))), Optional.empty(), Optional.empty());
        return new ApiAccess(server, tls, AccessFile.token(folder.resolve("token")));
    }
}
