// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Packet ciphers, key derivation and the replay window. Imports only the JDK and Bouncy Castle's hash. */
@NullMarked
package dev.hanse.tunnel.crypto;

import org.jspecify.annotations.NullMarked;
