// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Health and metrics over HTTP, for orchestrators and Prometheus. Read-only and without secrets; listens on loopback
 * unless told otherwise.
 */
@NullMarked
package dev.hanse.controlplane.status;

import org.jspecify.annotations.NullMarked;
