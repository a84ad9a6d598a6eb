// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The values that the control plane speaks of: names, members, tokens, certificates, exports, positions. Immutable, for
 * any thread. Imports only the JDK and the service model.
 */
@NullMarked
package dev.hanse.controlplane.model;

import org.jspecify.annotations.NullMarked;
