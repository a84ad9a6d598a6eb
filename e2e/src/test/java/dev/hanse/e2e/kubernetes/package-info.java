// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Real API servers of Kubernetes on test hosts, without nodes and pods, and what Hanse does with them.
 *
 * <p>Needs {@code kube-apiserver}, {@code kube-controller-manager}, {@code kubectl} and {@code etcd}, which deploy/setup provides. Owner thread: the test's.
 */
@NullMarked
package dev.hanse.e2e.kubernetes;

import org.jspecify.annotations.NullMarked;
