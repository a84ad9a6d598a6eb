// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Protects against changed bytes: whatever is done to a handshake frame, nothing throws and no session comes of it. */
class HandshakeProperties {

    private static final InetSocketAddress FROM = new InetSocketAddress("10.0.0.1", 51820);
    private static final PeerId PEER = new PeerId("peer", "gw");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Property(tries = 300)
    void aChangedInitiationMakesNoSession(
            @ForAll CipherSuite suite,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 148 * 8 - 1) Integer> bits,
            @ForAll boolean macsMadeNew) {
        X25519PrivateKey east = X25519PrivateKey.generate(new Random(1));
        X25519PrivateKey west = X25519PrivateKey.generate(new Random(2));
        SessionControl responder = control(west, east, suite);
        byte[] frame = sent(control(east, west, suite).requestSession(PEER, 0, 0));
        byte[] changed = changed(frame, bits);
        if (macsMadeNew) {
            new MacStamp(west.publicKey()).stamp(changed, 0);
        }
        boolean same = Arrays.equals(frame, 0, 132, changed, 0, 132);
        // The sender index is the sender's own business, and mac2 counts only under load.
        boolean onlyIndex = macsMadeNew
                && frame[0] == changed[0]
                && frame[1] == changed[1]
                && Arrays.equals(frame, 2, 4, changed, 2, 4)
                && Arrays.equals(frame, 8, 116, changed, 8, 116);
        assertThat(responder.onHandshakeFrame(0, changed, FROM, 1).isEmpty()).isNotEqualTo(same || onlyIndex);
    }

    @Property(tries = 300)
    void aChangedResponseMakesNoSession(
            @ForAll CipherSuite suite,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 76 * 8 - 1) Integer> bits,
            @ForAll boolean macsMadeNew) {
        X25519PrivateKey east = X25519PrivateKey.generate(new Random(1));
        X25519PrivateKey west = X25519PrivateKey.generate(new Random(2));
        SessionControl initiator = control(east, west, suite);
        byte[] initiation = sent(initiator.requestSession(PEER, 0, 0));
        byte[] frame = sent(control(west, east, suite).onHandshakeFrame(0, initiation, FROM, 0));
        byte[] changed = changed(frame, bits);
        if (macsMadeNew) {
            new MacStamp(east.publicKey()).stamp(changed, 0);
        }
        boolean same = Arrays.equals(frame, 0, 76, changed, 0, 76);
        boolean onlyHeader = macsMadeNew
                && changed[0] == 2
                && Arrays.equals(frame, 1, 4, changed, 1, 4)
                && Arrays.equals(frame, 8, 60, changed, 8, 60);
        assertThat(initiator.onHandshakeFrame(0, changed, FROM, 1).isEmpty()).isNotEqualTo(same || onlyHeader);
    }

    private static byte[] changed(byte[] frame, List<Integer> bits) {
        byte[] changed = frame.clone();
        bits.forEach(bit -> changed[bit / 8] ^= (byte) (1 << bit % 8));
        return changed;
    }

    private static SessionControl control(X25519PrivateKey own, X25519PrivateKey other, CipherSuite suite) {
        SessionSettings settings = new SessionSettings(List.of(CipherSuite.values()), 1, Optional.empty());
        SessionControl control = new SessionControl(own, settings, new JdkEngine(), () -> NOW, new Random(3));
        control.apply(List.of(new PeerConfig(
                PEER,
                TunnelPublicKey.of(other.publicKey()),
                Optional.empty(),
                List.of(FROM),
                List.of(),
                Set.of(suite),
                false)));
        return control;
    }

    private static byte[] sent(List<SessionAction> actions) {
        return actions.stream()
                .filter(SessionAction.Send.class::isInstance)
                .map(action -> ((SessionAction.Send) action).datagram())
                .findFirst()
                .orElseThrow();
    }
}
