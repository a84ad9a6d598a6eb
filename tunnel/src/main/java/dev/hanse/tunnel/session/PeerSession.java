// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.peer.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * How one worker reaches one configured peer.
 *
 * @param peer the peer
 * @param sending keypair to seal under; null: no session yet, stage the packet and ask for one with {@link
 *     SessionControl#requestSession}
 * @param activity where the worker reports traffic, and where the peer's remote address is
 */
public record PeerSession(PeerId peer, @Nullable Keypair sending, PeerActivity activity) {}
