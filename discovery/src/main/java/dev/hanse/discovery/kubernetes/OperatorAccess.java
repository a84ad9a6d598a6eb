// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiAccess.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a person's verb reaches the API server.
 *
 * @param server one that asks for nothing, as {@code kubectl proxy} is; it goes first
 * @param kubeconfig a file; empty, as the server: the service account of the pod that the verb runs in
 * @param context which of the file; empty: its current one
 */
public record OperatorAccess(Optional<URI> server, Optional<Path> kubeconfig, Optional<String> context) {

    private static final Tls NO_TLS = new Tls(Optional.empty(), Optional.empty(), Optional.empty());

    /** The way there; nothing is sent or read yet. */
    public ApiServer open() {
        return new ApiServer(reader(), KubernetesTimings.STANDARD.answer());
    }

    private ApiAccess.Reader reader() {
        if (server.isPresent()) {
            return () -> new ApiAccess(server.get(), NO_TLS, "");
        }
        return kubeconfig
                .<ApiAccess.Reader>map(file -> new KubeconfigAccess(file, context))
                .orElseGet(InClusterAccess::ofThisPod);
    }
}
