// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.crypto.CipherSuite.AES_256_GCM;
import static dev.hanse.tunnel.crypto.CipherSuite.CHACHA20_POLY1305;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.keys.PresharedKey;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects how a session between two endpoints begins, and what a change of the desired peers does to it. */
class SessionControlTest {

    private static final byte[] HELLO = "hello".getBytes(US_ASCII);

    private final TestNetwork network = new TestNetwork(1, 1_000_000);
    private final TestEndpoint east = new TestEndpoint("east", 1, TestEndpoint.settings(AES_256_GCM), network, 1);
    private final TestEndpoint west = new TestEndpoint("west", 2, TestEndpoint.settings(AES_256_GCM), network, 2);

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void carriesAPacketThatWasStagedBeforeTheHandshake(CipherSuite suite) {
        east.apply(west.asPeer(true, null, suite));
        west.apply(east.asPeer(false, null, suite));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.received).containsExactly(HELLO);
        assertThat(west.sending(east).suite()).isEqualTo(suite);
        west.sendPacket(east, HELLO);
        network.settle();
        assertThat(east.received).containsExactly(HELLO);
        assertThat(west.activity(east).remote()).isEqualTo(east.address);
    }

    @Test
    void prefersItsFirstSuiteThatThePeerHas() {
        east.apply(west.asPeer(true, null, CHACHA20_POLY1305, AES_256_GCM));
        west.apply(east.asPeer(true, null, AES_256_GCM));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(east.sending(west).suite()).isEqualTo(AES_256_GCM);
    }

    @Test
    void fallsBackToChaChaWithoutACommonSuite() {
        TestEndpoint old = new TestEndpoint("old", 3, TestEndpoint.settings(CHACHA20_POLY1305), network, 3);
        east.apply(old.asPeer(true, null, CHACHA20_POLY1305));
        old.apply(east.asPeer(true, null, AES_256_GCM));
        old.sendPacket(east, HELLO);
        network.settle();
        assertThat(old.sending(east).suite()).isEqualTo(CHACHA20_POLY1305);
        assertThat(east.received).containsExactly(HELLO);
    }

    @Test
    void refusesASuiteThatItDoesNotHave() {
        TestEndpoint old = new TestEndpoint("old", 3, TestEndpoint.settings(CHACHA20_POLY1305), network, 3);
        east.apply(old.asPeer(true, null, AES_256_GCM));
        old.apply(east.asPeer(true, null, AES_256_GCM));
        east.sendPacket(old, HELLO);
        network.settle();
        assertThat(old.control.drops()).containsEntry(HandshakeDrop.MALFORMED, 1L);
        assertThat(east.hasSession(old)).isFalse();
    }

    @Test
    void needsTheSamePresharedKeyAtBothEnds() {
        east.apply(west.asPeer(true, psk(1), AES_256_GCM));
        west.apply(east.asPeer(true, psk(2), AES_256_GCM));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(east.control.drops()).containsEntry(HandshakeDrop.FORGED, 1L);
        assertThat(east.hasSession(west)).isFalse();
        assertThat(west.hasSession(east)).isFalse();
        east.apply(west.asPeer(true, psk(2), AES_256_GCM));
        network.run(Duration.ofSeconds(6));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.received).as("both staged packets").containsExactly(HELLO, HELLO);
    }

    @Test
    void doesNotAnswerAStranger() {
        east.apply(west.asPeer(true, null, AES_256_GCM));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.actions).isEmpty();
        assertThat(west.control.drops()).containsEntry(HandshakeDrop.UNKNOWN_PEER, 1L);
    }

    @Test
    void doesNotAnswerWhoeverDoesNotKnowItsKey() {
        TestEndpoint other = new TestEndpoint("west", 2, TestEndpoint.settings(AES_256_GCM), network, 9);
        network.replace(other, west);
        east.apply(other.asPeer(true, null, AES_256_GCM));
        east.sendPacket(other, HELLO);
        network.settle();
        assertThat(west.actions).isEmpty();
        assertThat(west.control.drops()).containsEntry(HandshakeDrop.MAC1, 1L);
    }

    @Test
    void saysSoIfNobodyKnowsThePeersAddress() {
        east.apply(west.asPeer(false, null, AES_256_GCM));
        east.sendPacket(west, HELLO);
        assertThat(east.actions).last().isEqualTo(new SessionAction.Abandoned(0, west.id));
        assertThat(east.control.requestSession(new PeerId("no", "one"), 0, 0)).isEmpty();
    }

    @Test
    void keepsTheSessionIfOnlyAddressesChange() {
        connect();
        Keypair before = east.sending(west);
        east.apply(west.asPeer(false, null, AES_256_GCM, CHACHA20_POLY1305));
        assertThat(east.sending(west)).isSameAs(before);
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.received).hasSize(2);
    }

    @Test
    void whatChangesOfAPeerCountsFromItsNextHandshakeOn() {
        east.apply(west.asPeer(true, null, AES_256_GCM));
        west.apply(east.asPeer(true, null, AES_256_GCM));
        east.apply(west.asPeer(true, null, CHACHA20_POLY1305));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(east.sending(west).suite()).isEqualTo(CHACHA20_POLY1305);
    }

    @Test
    void erasesTheKeysOfAPeerThatIsGone() {
        connect();
        Keypair before = east.sending(west);
        east.apply();
        assertThat(east.erased).contains(before);
        assertThat(east.snapshot().worker(0).session(west.id)).isNull();
        assertThat(east.snapshot().worker(0).keypair(before.localIndex())).isNull();
        assertThat(east.control.onConfirmed(before)).isEmpty();
        assertThat(east.control.statuses(network.nanos())).isEmpty();
    }

    @Test
    void startsAnewIfAKeyChanges() {
        connect();
        Keypair before = east.sending(west);
        east.apply(west.asPeer(true, psk(1), AES_256_GCM));
        assertThat(east.erased).contains(before);
        assertThat(east.hasSession(west)).isFalse();
    }

    @Test
    void anotherStaticKeyEndsAllSessionsAndMeetsThePeersThatKnowIt() {
        connect();
        Keypair before = east.sending(west);
        X25519PrivateKey fresh = rekeyed(west.asPeer(true, psk(1), AES_256_GCM));
        assertThat(east.erased).contains(before);
        assertThat(east.hasSession(west)).isFalse();

        west.apply(eastWith(fresh));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.received).containsExactly(HELLO, HELLO);
        west.apply(east.asPeer(true, null, AES_256_GCM));
        east.sendPacket(west, HELLO);
        network.settle();
        assertThat(west.received).as("under the key of before").hasSize(2);
    }

    /** Each end is told of the other's new keys by itself: the one that is told last opens the session, at once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void newKeysNeedOneHandshakeWhoeverIsToldFirst(boolean westFirst) {
        connect();
        X25519PrivateKey fresh = rekeyed(west.asPeer(true, null, AES_256_GCM));
        Runnable atWest = () -> {
            west.apply(eastWith(fresh));
            west.sendPacket(east, HELLO);
            network.settle();
        };
        Runnable atEast = () -> {
            east.apply(west.asPeer(true, psk(1), AES_256_GCM));
            east.sendPacket(west, HELLO);
            network.settle();
        };

        long begin = network.nanos();
        (westFirst ? atWest : atEast).run();
        (westFirst ? atEast : atWest).run();

        assertThat(west.hasSession(east)).isTrue();
        assertThat(east.hasSession(west)).isTrue();
        assertThat(east.received).hasSize(1);
        assertThat(Duration.ofNanos(network.nanos() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    private X25519PrivateKey rekeyed(PeerConfig peer) {
        X25519PrivateKey fresh = X25519PrivateKey.generate(new Random(9));
        east.run(east.control.rekey(fresh, List.of(peer)));
        return fresh;
    }

    private PeerConfig eastWith(X25519PrivateKey key) {
        return new PeerConfig(
                east.id,
                TunnelPublicKey.of(key.publicKey()),
                Optional.of(psk(1)),
                List.of(east.address),
                List.of(),
                Set.of(AES_256_GCM),
                false);
    }

    @Test
    void publishesBeforeAnythingThatCountsOnIt() {
        connect();
        for (TestEndpoint endpoint : List.of(east, west)) {
            assertThat(endpoint.actions.getFirst()).isInstanceOf(SessionAction.Publish.class);
        }
        List<SessionAction> gone = east.control.apply(List.of());
        assertThat(gone).hasExactlyElementsOfTypes(SessionAction.Publish.class, SessionAction.Erase.class);
    }

    @Test
    void leavesOutPeersThatCannotBe() {
        PeerConfig good = west.asPeer(true, null, AES_256_GCM);
        PeerConfig sameKey = config("copy", good.publicKey());
        PeerConfig self = config("self", TunnelPublicKey.of(east.key.publicKey()));
        PeerConfig smallOrder = config("small", TunnelPublicKey.of(new byte[32]));
        PeerConfig sameId = new PeerConfig(
                good.id(),
                TunnelPublicKey.of(X25519PrivateKey.generate(new Random(5)).publicKey()),
                Optional.empty(),
                List.of(),
                List.of(),
                Set.of(),
                false);
        east.apply(good, sameKey, self, smallOrder, sameId);
        assertThat(east.snapshot().worker(0).sessions())
                .extracting(PeerSession::peer)
                .containsExactly(west.id);
        connect(good);
        assertThat(west.received).hasSize(1);
    }

    @Test
    void aKeyMayMoveFromOnePeerToAnother() {
        connect();
        Keypair before = east.sending(west);
        PeerConfig renamed = config("renamed", TunnelPublicKey.of(west.key.publicKey()));
        east.apply(renamed);
        assertThat(east.erased).contains(before);
        assertThat(east.snapshot().worker(0).session(renamed.id())).isNotNull();
    }

    @Test
    void reportsItsSessions() {
        east.apply(west.asPeer(true, null, AES_256_GCM));
        assertThat(east.control.statuses(0))
                .containsExactly(new SessionStatus(
                        west.id, 0, Optional.empty(), Optional.empty(), Optional.of(west.address), false));
        connect();
        SessionStatus status = east.control.statuses(network.nanos()).getFirst();
        assertThat(status.suite()).contains(AES_256_GCM);
        assertThat(status.age()).hasValueSatisfying(age -> assertThat(age).isPositive());
    }

    private void connect() {
        connect(west.asPeer(true, null, AES_256_GCM));
    }

    private void connect(PeerConfig peer) {
        east.apply(peer);
        west.apply(east.asPeer(true, null, AES_256_GCM));
        east.sendPacket(west, HELLO);
        network.settle();
    }

    private static PeerConfig config(String name, TunnelPublicKey key) {
        return new PeerConfig(
                new PeerId(name, "gw"), key, Optional.empty(), List.of(), List.of(), Set.of(AES_256_GCM), false);
    }

    private static PresharedKey psk(int fill) {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) fill);
        return PresharedKey.of(octets);
    }
}
