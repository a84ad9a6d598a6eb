// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.peer;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.PresharedKey;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
 * @param workers how many data workers it has; empty: it has not said
 */
public record PeerConfig(
        PeerId id,
        TunnelPublicKey publicKey,
        Optional<PresharedKey> presharedKey,
        List<InetSocketAddress> remoteAddresses,
        List<IpPrefix> prefixes,
        Set<CipherSuite> ciphers,
        boolean pathProbes,
        OptionalInt workers) {

    /** A peer that has not said how many workers it has. */
    public PeerConfig(
            PeerId id,
            TunnelPublicKey publicKey,
            Optional<PresharedKey> presharedKey,
            List<InetSocketAddress> remoteAddresses,
            List<IpPrefix> prefixes,
            Set<CipherSuite> ciphers,
            boolean pathProbes) {
        this(id, publicKey, presharedKey, remoteAddresses, prefixes, ciphers, pathProbes, OptionalInt.empty());
    }

    /** Whether it has said that it has another number of workers than {@code own}: some of its flows would find nobody. */
    public boolean differsFrom(int own) {
        return workers.isPresent() && workers.getAsInt() != own;
    }

    /** The same with other prefixes. */
    public PeerConfig withPrefixes(List<IpPrefix> others) {
        return new PeerConfig(id, publicKey, presharedKey, remoteAddresses, others, ciphers, pathProbes, workers);
    }

    /** Copies the collections. */
    public PeerConfig {
        remoteAddresses = List.copyOf(remoteAddresses);
        prefixes = List.copyOf(prefixes);
        ciphers = Set.copyOf(ciphers);
    }
}
