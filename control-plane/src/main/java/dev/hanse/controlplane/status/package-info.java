// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Health and metrics over HTTP, for orchestrators and Prometheus. Read-only and without secrets; listens on loopback
 * unless told otherwise. Serves on virtual threads and reads on the control loop. Imports whatever it counts; nobody but
 * the start imports it.
 */
@NullMarked
package dev.hanse.controlplane.status;

import org.jspecify.annotations.NullMarked;
