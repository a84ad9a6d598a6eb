// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach the API server.
 *
 * @param kubeconfig key {@code sources.kubernetes.kubeconfig}: its current context is used; empty: the service account of the pod that the gateway runs in
 */
public record KubernetesConfig(Optional<Path> kubeconfig) {

    /** By the pod's service account. */
    public static final KubernetesConfig IN_CLUSTER = new KubernetesConfig(Optional.empty());
}
