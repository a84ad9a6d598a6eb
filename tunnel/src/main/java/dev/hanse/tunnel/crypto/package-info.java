// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Packet ciphers and the engines behind them, the primitives of the handshake, the replay window. Values and pure
 * functions are for any thread; a cipher, a window or a handshake state belongs to one. Imports only the JDK, SLF4J,
 * {@code net.linux} and Bouncy Castle's hash.
 */
@NullMarked
package dev.hanse.tunnel.crypto;

import org.jspecify.annotations.NullMarked;
