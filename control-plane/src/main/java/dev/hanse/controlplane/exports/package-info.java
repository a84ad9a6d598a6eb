// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What members export: which items may be, how many, what became of each, and where each gateway stands. Hands out what
 * all clusters say of a service, and merges nothing. No input or output and no clock of its own; owned by the control
 * loop. Imports {@code model}, the changes of {@code store} and the
 * refusals of {@code rpc}.
 */
@NullMarked
package dev.hanse.controlplane.exports;

import org.jspecify.annotations.NullMarked;
