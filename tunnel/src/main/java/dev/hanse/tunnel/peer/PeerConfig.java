// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.peer;

import dev.hanse.tunnel.crypto.CipherSuite;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must be known of a peer to carry packets to it.
 *
 * @param id the peer
 * @param publicKey X25519 static public key, 32 octets
 * @param presharedKey WireGuard pre-shared key for this pair, 32 octets; empty: all zero
 * @param remoteAddresses UDP addresses in order of preference; may be empty, then the peer must call first
 * @param prefixes pod prefixes of its cluster: what may be sent to it and what it may send
 * @param ciphers what the peer takes
 * @param pathProbes whether it answers path probes; otherwise its path counts as up while a session lives
 */
public record PeerConfig(
        PeerId id,
        PublicKey publicKey,
        Optional<PresharedKey> presharedKey,
        List<InetSocketAddress> remoteAddresses,
        List<IpPrefix> prefixes,
        Set<CipherSuite> ciphers,
        boolean pathProbes) {

    /** Copies the collections. */
    public PeerConfig {
        remoteAddresses = List.copyOf(remoteAddresses);
        prefixes = List.copyOf(prefixes);
        ciphers = Set.copyOf(ciphers);
    }
}
