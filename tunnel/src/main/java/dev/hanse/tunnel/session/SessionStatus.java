// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One session as an operator sees it.
 *
 * @param peer the other end
 * @param worker the data worker
 * @param age since the handshake of the sending keypair; empty: no session
 * @param suite AEAD of the sending keypair; empty: no session
 * @param remote where frames go; empty: unknown
 * @param handshaking whether a handshake of ours is under way
 */
public record SessionStatus(
        PeerId peer,
        int worker,
        Optional<Duration> age,
        Optional<CipherSuite> suite,
        Optional<InetSocketAddress> remote,
        boolean handshaking) {}
