// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keys of 32 octets that gateways and the control plane hand to each other. A package of its own, since the packet path knows keys and must not get
 * certificates with them. Immutable values for any thread. Imports only the JDK.
 */
@NullMarked
package dev.hanse.net.keys;

import org.jspecify.annotations.NullMarked;
