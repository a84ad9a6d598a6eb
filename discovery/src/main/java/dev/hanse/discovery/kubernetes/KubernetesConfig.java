// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.DnsLabel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach the API server, and what to do there.
 *
 * @param kubeconfig key {@code sources.kubernetes.kubeconfig}: its current context is used; empty: the service account of the pod that the gateway runs in
 * @param writeImports key {@code sources.kubernetes.write-imports}: whether what other clusters export is written into the cluster's API
 * @param leaseNamespace key {@code sources.kubernetes.lease-namespace}: where the Lease is by which one of the cluster's gateways writes
 */
public record KubernetesConfig(Optional<Path> kubeconfig, boolean writeImports, String leaseNamespace) {

    /** Default of {@code lease-namespace}: where the shipped role allows it. */
    public static final String DEFAULT_LEASE_NAMESPACE = "hanse";

    /** By the pod's service account; writes nothing. */
    public static final KubernetesConfig IN_CLUSTER =
            new KubernetesConfig(Optional.empty(), false, DEFAULT_LEASE_NAMESPACE);

    /** Checks the namespace. */
    public KubernetesConfig {
        DnsLabel.require("sources.kubernetes.lease-namespace", leaseNamespace);
    }
}
