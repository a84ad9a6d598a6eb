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
 * @param node key {@code sources.kubernetes.node}: the Node on which the gateway runs, whose Events say what is wrong with it; empty: none are written
 * @param leaseNamespace key {@code sources.kubernetes.lease-namespace}: where the Lease is by which one of the cluster's gateways writes
 */
public record KubernetesConfig(
        Optional<Path> kubeconfig, boolean writeImports, Optional<String> node, String leaseNamespace) {

    /** Default of {@code lease-namespace}: where the shipped role allows it. */
    public static final String DEFAULT_LEASE_NAMESPACE = "hanse";

    private static final int MAX_NODE = 253;

    /** By the pod's service account; writes nothing. */
    public static final KubernetesConfig IN_CLUSTER =
            new KubernetesConfig(Optional.empty(), false, DEFAULT_LEASE_NAMESPACE);

    /** Without Events of a Node. */
    public KubernetesConfig(Optional<Path> kubeconfig, boolean writeImports, String leaseNamespace) {
        this(kubeconfig, writeImports, Optional.empty(), leaseNamespace);
    }

    /** Checks the names. */
    public KubernetesConfig {
        node.filter(name -> name.length() > MAX_NODE).ifPresent(name -> {
            throw new IllegalArgumentException("sources.kubernetes.node: " + name.length()
                    + " characters (expected: the name of a Node, 1 to " + MAX_NODE + ")");
        });
        DnsLabel.require("sources.kubernetes.lease-namespace", leaseNamespace);
    }
}
