// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Which addresses the pods and the Services of a Kubernetes cluster have, as far as the cluster says so: read from nodes, kubeadm's configuration, ServiceCIDRs and network plugins, each prefix
 * with the place where it stands. What counts of them is decided by pure rules. Imports only the JDK, Jackson, {@code discovery.kubernetes}, its {@code configmap}, {@code net.address} and
 * {@code net.yaml}.
 */
@NullMarked
package dev.hanse.discovery.kubernetes.prefixes;

import org.jspecify.annotations.NullMarked;
