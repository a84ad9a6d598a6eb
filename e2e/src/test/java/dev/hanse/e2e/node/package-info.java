// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Kubernetes clusters of real nodes: test hosts that run kubelet, containerd and kube-proxy, with pods in network namespaces of their own.
 *
 * <p>Needs what {@code deploy/setup test} provides; nothing is pulled, images are made by {@code e2e/nodes/images}. Owner thread: the test's.
 */
@NullMarked
package dev.hanse.e2e.node;

import org.jspecify.annotations.NullMarked;
