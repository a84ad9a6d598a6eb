// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Sessions with peers: handshake, keypairs, rekey, cookies. {@code SessionControl} belongs to the control event loop;
 * {@code Keypair} and {@code PeerActivity} to the data worker they are bound to. No I/O and no thread of its own;
 * clocks and randomness come in. Imports {@code peer}, {@code wire}, {@code crypto} and
 * {@code net.keys}.
 */
@NullMarked
package dev.hanse.tunnel.session;

import org.jspecify.annotations.NullMarked;
