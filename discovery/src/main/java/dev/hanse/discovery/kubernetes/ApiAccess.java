// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.net.URI;
import java.util.Optional;

/**
 * Where the API server is and how it knows the gateway. Read again and again, so that a rotated token or certificate is used within a second.
 *
 * @param server without a slash at its end
 * @param tls for {@code https}
 * @param token sent to the server and shown to nobody; empty: none
 */
record ApiAccess(URI server, Tls tls, String token) {

    /**
     * Whom to trust, and with what certificate to come. All of it PEM.
     *
     * @param authorities certificates; empty: those that the JDK trusts
     * @param certificate of the client, with its chain
     * @param key of the client
     */
    record Tls(Optional<String> authorities, Optional<String> certificate, Optional<String> key) {

        /** Without the key. */
        @Override
        public String toString() {
            return "Tls[" + authorities + ", " + certificate + "]";
        }
    }

    /** Reads it; for any thread. Blocks for files. */
    @FunctionalInterface
    interface Reader {

        /** @throws ApiException if a file cannot be read, or does not say what is needed */
        ApiAccess read() throws ApiException;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ApiAccess[" + server + ", " + tls + "]";
    }

    /** As the configuration says. */
    static Reader of(KubernetesConfig config) {
        Reader files = config.kubeconfig().<Reader>map(KubeconfigAccess::new).orElseGet(InClusterAccess::ofThisPod);
        return new RecentAccess(files, System::nanoTime);
    }
}
