// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Which of a cluster's gateways writes: the one that holds a Lease of {@code coordination.k8s.io}. The rules are pure; a virtual thread watches the Lease, renews it and takes it.
 * Imports the JDK, SLF4J, Jackson, {@code net.time} and the way to the API server above.
 */
@NullMarked
package dev.hanse.discovery.kubernetes.lease;

import org.jspecify.annotations.NullMarked;
