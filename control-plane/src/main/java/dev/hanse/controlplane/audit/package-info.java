// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The audit log: who asked what, and what became of it, in log and store. Owned by the control loop. Imports {@code
 * model} and {@code store}.
 */
@NullMarked
package dev.hanse.controlplane.audit;

import org.jspecify.annotations.NullMarked;
