// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.peer.PeerId;

/**
 * What stays the same over a keypair's life.
 *
 * @param peer the other end
 * @param worker the data worker that owns the keypair, from 0
 * @param role who opened the handshake
 * @param suite AEAD of both keys
 * @param localIndex receiver index of frames that come in
 * @param remoteIndex receiver index of frames that go out
 */
record KeypairId(PeerId peer, int worker, Role role, CipherSuite suite, int localIndex, int remoteIndex) {}
