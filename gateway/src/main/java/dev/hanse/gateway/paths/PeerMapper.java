// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import com.google.protobuf.ByteString;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.RoutablePrefixes;
import dev.hanse.net.address.SendableAddress;
import dev.hanse.net.keys.PresharedKey;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.PeerGateway;
import dev.hanse.proto.v1.TunnelCipher;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Tunnel endpoints: ours as it travels up, those of other clusters as they travel down. */
public final class PeerMapper {

    private static final int MAX_ADDRESSES = 8;
    private static final int MAX_PREFIXES = RoutablePrefixes.MAX;

    private PeerMapper() {}

    /**
     * What a gateway says of its own endpoint.
     *
     * @param apart whether what it sends outside the tunnel is kept out of it
     */
    public static TunnelEndpoint toProto(
            TunnelPublicKey key,
            List<InetSocketAddress> addresses,
            List<CipherSuite> ciphers,
            int workers,
            boolean apart) {
        return TunnelEndpoint.newBuilder()
                .setPublicKey(ByteString.copyFrom(key.octets()))
                .addAllAddresses(addresses.stream().map(HostPort::format).toList())
                .addAllCiphers(ciphers.stream().map(PeerMapper::toProto).toList())
                .setPathProbes(true)
                .setWorkers(workers)
                .setUnderlayApart(apart)
                .build();
    }

    private static TunnelCipher toProto(CipherSuite cipher) {
        return switch (cipher) {
            case CHACHA20_POLY1305 -> TunnelCipher.TUNNEL_CIPHER_CHACHA20_POLY1305;
            case AES_256_GCM -> TunnelCipher.TUNNEL_CIPHER_AES_256_GCM;
        };
    }

    /** Names a peer on the wire. */
    public static GatewayKey toProto(PeerId id) {
        return GatewayKey.newBuilder()
                .setCluster(id.cluster())
                .setGateway(id.gateway())
                .build();
    }

    /** A peer's name, checked. */
    public static PeerId id(GatewayKey key) {
        return new PeerId(new ClusterId(key.getCluster()).value(), DnsLabel.require("gateway name", key.getGateway()));
    }

    /**
     * A peer that carries packets; empty for one that runs no tunnel endpoint.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public static Optional<PeerConfig> fromProto(PeerGateway peer) {
        PeerId id = id(peer.getKey());
        if (!peer.hasEndpoint()) {
            return Optional.empty();
        }
        TunnelEndpoint endpoint = peer.getEndpoint();
        requireAtMost("tunnel addresses", endpoint.getAddressesCount(), MAX_ADDRESSES);
        requireAtMost("peer prefixes", peer.getPrefixesCount(), MAX_PREFIXES);
        return Optional.of(new PeerConfig(
                id,
                TunnelPublicKey.ofPeer(endpoint.getPublicKey().toByteArray()),
                presharedKey(peer.getPresharedKey()),
                endpoint.getAddressesList().stream().map(PeerMapper::address).toList(),
                peer.getPrefixesList().stream().map(IpPrefix::parse).toList(),
                ciphers(endpoint.getCiphersList()),
                endpoint.getPathProbes(),
                workers(endpoint.getWorkers())));
    }

    private static InetSocketAddress address(String text) {
        return SendableAddress.parse(text).orElseThrow(() -> {
            String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
            return new IllegalArgumentException("tunnel address: \"" + shown
                    + "\" (expected: one host's literal address that others reach, and a port, as 192.0.2.1:51820 or"
                    + " [2001:db8::1]:51820)");
        });
    }

    private static Optional<PresharedKey> presharedKey(ByteString octets) {
        return octets.isEmpty() ? Optional.empty() : Optional.of(PresharedKey.of(octets.toByteArray()));
    }

    /** Ciphers of a later version are left out; every endpoint has ChaCha20-Poly1305, said or not. */
    private static Set<CipherSuite> ciphers(List<TunnelCipher> ciphers) {
        Set<CipherSuite> known = EnumSet.of(CipherSuite.CHACHA20_POLY1305);
        if (ciphers.contains(TunnelCipher.TUNNEL_CIPHER_AES_256_GCM)) {
            known.add(CipherSuite.AES_256_GCM);
        }
        return known;
    }

    private static OptionalInt workers(int said) {
        return said == 0 ? OptionalInt.empty() : OptionalInt.of(said);
    }

    private static void requireAtMost(String what, int count, int limit) {
        if (count > limit) {
            throw new IllegalArgumentException(what + ": " + count + " (expected: at most " + limit + ")");
        }
    }
}
