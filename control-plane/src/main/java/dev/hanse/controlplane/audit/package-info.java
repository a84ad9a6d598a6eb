// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The audit log: who asked what, and what became of it, in log and store; what is refused is counted. Owned by the
 * control loop, but for taking down refusals, which any thread may do. Imports {@code net}, {@code
 * model} and {@code store}.
 */
@NullMarked
package dev.hanse.controlplane.audit;

import org.jspecify.annotations.NullMarked;
