// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.wire;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.net.address.SendableAddress;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.proto.v1.TunnelCipher;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.util.ArrayList;
import java.util.List;

/** How to reach a gateway's tunnel endpoint. */
public final class Tunnels {

    private Tunnels() {}

    /** As a message. */
    public static TunnelEndpoint toMessage(GatewayTunnel tunnel) {
        TunnelEndpoint.Builder message = TunnelEndpoint.newBuilder()
                .setPublicKey(ByteString.copyFrom(tunnel.publicKey().octets()))
                .addAllAddresses(tunnel.addresses())
                .setPathProbes(tunnel.pathProbes())
                .setWorkers(tunnel.workers())
                .setUnderlayApart(tunnel.underlayApart());
        for (PacketCipher cipher : tunnel.ciphers()) {
            message.addCiphers(
                    switch (cipher) {
                        case CHACHA20_POLY1305 -> TunnelCipher.TUNNEL_CIPHER_CHACHA20_POLY1305;
                        case AES_256_GCM -> TunnelCipher.TUNNEL_CIPHER_AES_256_GCM;
                    });
        }
        return message.build();
    }

    /**
     * From a message.
     *
     * @throws IllegalArgumentException if it is malformed, the key is one that no handshake can use, or an address is
     *     none that a datagram of a peer may be sent to
     */
    public static GatewayTunnel fromMessage(TunnelEndpoint message) {
        if (message.getAddressesCount() > GatewayTunnel.MAX_ADDRESSES) {
            throw new IllegalArgumentException("tunnel addresses: " + message.getAddressesCount() + " (expected: 1 to "
                    + GatewayTunnel.MAX_ADDRESSES + ")");
        }
        message.getAddressesList().forEach(Tunnels::requireAddress);
        return new GatewayTunnel(
                TunnelPublicKey.ofPeer(message.getPublicKey().toByteArray()),
                message.getAddressesList(),
                ciphers(message.getCiphersList()),
                message.getPathProbes(),
                message.getWorkers(),
                message.getUnderlayApart());
    }

    /** Ciphers of a newer version are left out; the one that every endpoint has is put in. */
    private static List<PacketCipher> ciphers(List<TunnelCipher> messages) {
        List<PacketCipher> ciphers = new ArrayList<>();
        for (TunnelCipher message : messages) {
            PacketCipher cipher = switch (message) {
                case TUNNEL_CIPHER_CHACHA20_POLY1305 -> PacketCipher.CHACHA20_POLY1305;
                case TUNNEL_CIPHER_AES_256_GCM -> PacketCipher.AES_256_GCM;
                case TUNNEL_CIPHER_UNSPECIFIED, UNRECOGNIZED -> null;
            };
            if (cipher != null && !ciphers.contains(cipher)) {
                ciphers.add(cipher);
            }
        }
        if (!ciphers.contains(PacketCipher.CHACHA20_POLY1305)) {
            ciphers.add(PacketCipher.CHACHA20_POLY1305);
        }
        return ciphers;
    }

    private static void requireAddress(String text) {
        if (SendableAddress.parse(text).isEmpty()) {
            throw new IllegalArgumentException("tunnel address: \"" + text.substring(0, Math.min(text.length(), 80))
                    + "\" (expected: one host's literal address that others reach, and a port, as 192.0.2.1:51820 or"
                    + " [2001:db8::1]:51820)");
        }
    }
}
