// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The values that the control plane keeps: members, tokens, certificates, exports, positions, and the changes of them.
 * Immutable, for any thread; imports only the JDK and the service model.
 */
@NullMarked
package dev.hanse.controlplane.state;

import org.jspecify.annotations.NullMarked;
