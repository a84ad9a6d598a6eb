// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Who may speak on the node port of a cluster: certificates of an authority of the cluster's own, which the cluster set knows nothing of. Read from files that may
 * change at any time. Blocking where it reads. Imports only the JDK, {@code net} and the logging face.
 */
@NullMarked
package dev.hanse.gateway.tls;

import org.jspecify.annotations.NullMarked;
