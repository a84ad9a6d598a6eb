// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the control plane knows of services: exports of each gateway in, views of each gateway out. No input or output
 * and no clock of its own; every mutable class is owned by the control loop. Imports only the JDK, the service model,
 * its merge, and the values of {@code model}.
 */
@NullMarked
package dev.hanse.controlplane.federation;

import org.jspecify.annotations.NullMarked;
