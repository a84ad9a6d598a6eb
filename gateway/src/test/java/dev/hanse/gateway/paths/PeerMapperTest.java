// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.hanse.gateway.testing.Items;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.proto.v1.PeerGateway;
import dev.hanse.proto.v1.TunnelCipher;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.tunnel.crypto.CipherSuite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what gateways tell each other of their tunnel endpoints, and the limits of what is believed. */
class PeerMapperTest {

    private static final PeerGateway.Builder WEST =
            Items.peer("west", "gw-1", "10.20.0.0/16").getPeerGateway().toBuilder();

    @Test
    void tellsOfOurOwnEndpoint() {
        TunnelEndpoint endpoint = PeerMapper.toProto(
                TunnelPublicKey.of(new byte[32]),
                List.of(
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 51_820),
                        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 51_821)),
                List.of(CipherSuite.AES_256_GCM, CipherSuite.CHACHA20_POLY1305),
                3,
                true);

        assertThat(endpoint.getAddressesList()).containsExactly("192.0.2.1:51820", "[2001:db8:0:0:0:0:0:1]:51821");
        assertThat(endpoint.getCiphersList())
                .containsExactly(TunnelCipher.TUNNEL_CIPHER_AES_256_GCM, TunnelCipher.TUNNEL_CIPHER_CHACHA20_POLY1305);
        assertThat(endpoint.getPathProbes()).isTrue();
        assertThat(endpoint.getWorkers()).isEqualTo(3);
        assertThat(endpoint.getUnderlayApart()).isTrue();
        assertThat(endpoint.getPublicKey()).isEqualTo(ByteString.copyFrom(new byte[32]));
    }

    @Test
    void readsAPeer() {
        var peer = PeerMapper.fromProto(WEST.build()).orElseThrow();

        assertThat(peer.id()).hasToString("west/gw-1");
        assertThat(peer.prefixes()).hasToString("[10.20.0.0/16]");
        assertThat(peer.remoteAddresses())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 51_820));
        assertThat(peer.ciphers()).contains(CipherSuite.AES_256_GCM, CipherSuite.CHACHA20_POLY1305);
        assertThat(peer.presharedKey()).isPresent();
        assertThat(peer.workers()).isEmpty();
    }

    @Test
    void peerWithoutAnEndpointCarriesNoPackets() {
        assertThat(PeerMapper.fromProto(WEST.clone().clearEndpoint().build())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:1", "10.1:1", "[fe80::1%lo]:1", "255.255.255.255:1", "[64:ff9b::a01:203]:1", "::1:1"})
    void refusesAddressesThatAreNobodys(String address) {
        TunnelEndpoint odd =
                WEST.getEndpoint().toBuilder().setAddresses(0, address).build();

        assertThatThrownBy(
                        () -> PeerMapper.fromProto(WEST.clone().setEndpoint(odd).build()))
                .hasMessageStartingWith("tunnel address: \"" + address + "\"");
    }

    @Test
    void refusesKeysThatGiveEverybodyTheSameSecret() {
        TunnelEndpoint zero = WEST.getEndpoint().toBuilder()
                .setPublicKey(ByteString.copyFrom(new byte[32]))
                .build();

        assertThatThrownBy(() ->
                        PeerMapper.fromProto(WEST.clone().setEndpoint(zero).build()))
                .hasMessageContaining("small order");
    }

    @Test
    void refusesMoreThanIsBelieved() {
        assertThatThrownBy(() -> PeerMapper.fromProto(WEST.clone()
                        .addAllPrefixes(Collections.nCopies(64, "10.0.0.0/16"))
                        .build()))
                .hasMessage("peer prefixes: 65 (expected: at most 64)");
        TunnelEndpoint crowded = WEST.getEndpoint().toBuilder()
                .addAllAddresses(Collections.nCopies(8, "192.0.2.7:1"))
                .build();
        assertThatThrownBy(() ->
                        PeerMapper.fromProto(WEST.clone().setEndpoint(crowded).build()))
                .hasMessage("tunnel addresses: 9 (expected: at most 8)");
    }
}
