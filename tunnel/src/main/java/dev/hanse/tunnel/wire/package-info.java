// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Layout of the tunnel's frames on UDP, encode and decode with strict length checks ({@code docs/protocol/tunnel.md}).
 * Pure functions and values, any thread. Imports only the JDK and {@code crypto}.
 */
@NullMarked
package dev.hanse.tunnel.wire;

import org.jspecify.annotations.NullMarked;
