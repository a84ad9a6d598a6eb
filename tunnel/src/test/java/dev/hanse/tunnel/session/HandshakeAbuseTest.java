// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.crypto.CipherSuite.AES_256_GCM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.CookieReplyFrame;
import dev.hanse.tunnel.wire.FrameKind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects against whoever can send to the port: replayed, mixed up, forged and far too many handshake frames. */
class HandshakeAbuseTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final InetSocketAddress CALLER = new InetSocketAddress("10.0.0.1", 51820);
    private static final InetSocketAddress OTHER = new InetSocketAddress("10.0.0.9", 51820);
    private static final PeerId EAST = new PeerId("east", "gw");
    private static final PeerId WEST = new PeerId("west", "gw");

    private final X25519PrivateKey eastKey = X25519PrivateKey.generate(new Random(1));
    private final X25519PrivateKey westKey = X25519PrivateKey.generate(new Random(2));
    private final SessionControl east = control(eastKey, 11);
    private final SessionControl west = control(westKey, 12);
    private Instant wall = Instant.parse("2026-11-23T12:00:00Z");

    @BeforeEach
    void introduce() {
        east.apply(List.of(peer(WEST, westKey)));
        west.apply(List.of(peer(EAST, eastKey)));
    }

    @Test
    void answersAnInitiationOnce() {
        byte[] initiation = call(0, 0);
        assertThat(west.onHandshakeFrame(0, initiation, CALLER, SECOND)).hasSize(2);
        assertThat(west.onHandshakeFrame(0, initiation, CALLER, 2 * SECOND)).isEmpty();
        assertThat(west.onHandshakeFrame(1, initiation, CALLER, 3 * SECOND))
                .as("nor at another worker")
                .isEmpty();
        assertThat(west.drops()).containsEntry(HandshakeDrop.REPLAYED, 2L);
    }

    @Test
    void refusesAnOlderInitiationAfterANewerOne() {
        byte[] older = call(0, 0);
        wall = wall.plusSeconds(10);
        east.onTick(6 * SECOND);
        byte[] newer = datagram(east.onTick(12 * SECOND));
        assertThat(west.onHandshakeFrame(0, newer, CALLER, 12 * SECOND)).hasSize(2);
        assertThat(west.onHandshakeFrame(0, older, CALLER, 13 * SECOND)).isEmpty();
    }

    @Test
    void takesInitiationsOfItsWorkersInAnyOrder() {
        byte[] first = call(0, 0);
        byte[] second = call(1, 0);
        assertThat(west.onHandshakeFrame(1, second, CALLER, SECOND)).hasSize(2);
        assertThat(west.onHandshakeFrame(0, first, CALLER, SECOND)).hasSize(2);
    }

    @Test
    void computesOneInitiationOfAPeerInTwentyMilliseconds() {
        byte[] first = call(0, 0);
        wall = wall.plusSeconds(6);
        byte[] second = datagram(east.onTick(6 * SECOND));
        west.onHandshakeFrame(0, first, CALLER, 6 * SECOND);
        assertThat(west.onHandshakeFrame(0, second, CALLER, 6 * SECOND + 19_000_000))
                .isEmpty();
        assertThat(datagram(west.onHandshakeFrame(0, second, CALLER, 6 * SECOND + 20_000_000)))
                .hasSize(92);
    }

    @Test
    void aReplayedInitiationDoesNotMoveThePeersAddress() {
        byte[] initiation = call(0, 0);
        west.onHandshakeFrame(0, initiation, OTHER, SECOND);
        assertThat(west.statuses(0).getFirst().remote()).contains(address(EAST));
    }

    @Test
    void takesAResponseOnce() {
        byte[] response = datagram(west.onHandshakeFrame(0, call(0, 0), CALLER, SECOND));
        assertThat(east.onHandshakeFrame(1, response, CALLER, SECOND))
                .as("at another worker")
                .isEmpty();
        assertThat(east.onHandshakeFrame(0, response, CALLER, SECOND)).hasSize(2);
        assertThat(east.onHandshakeFrame(0, response, CALLER, SECOND)).isEmpty();
        assertThat(east.drops()).containsEntry(HandshakeDrop.UNKNOWN_INDEX, 2L);
    }

    @Test
    void aForgedResponseDoesNotEndTheHandshake() {
        byte[] response = datagram(west.onHandshakeFrame(0, call(0, 0), CALLER, SECOND));
        byte[] forged = response.clone();
        forged[50] ^= 1;
        restamp(forged, eastKey);
        assertThat(east.onHandshakeFrame(0, forged, CALLER, SECOND)).isEmpty();
        assertThat(east.drops()).containsEntry(HandshakeDrop.FORGED, 1L);
        assertThat(east.onHandshakeFrame(0, response, CALLER, SECOND)).hasSize(2);
    }

    @Test
    void aResponseWithAPointOfSmallOrderIsForged() {
        byte[] response = datagram(west.onHandshakeFrame(0, call(0, 0), CALLER, SECOND));
        Arrays.fill(response, 12, 44, (byte) 0);
        restamp(response, eastKey);
        assertThat(east.onHandshakeFrame(0, response, CALLER, SECOND)).isEmpty();
        assertThat(east.drops()).containsEntry(HandshakeDrop.FORGED, 1L);
    }

    @Test
    void anInitiationWithAPointOfSmallOrderIsForged() {
        byte[] initiation = call(0, 0);
        Arrays.fill(initiation, 8, 40, (byte) 0);
        restamp(initiation, westKey);
        assertThat(west.onHandshakeFrame(0, initiation, CALLER, SECOND)).isEmpty();
        assertThat(west.drops()).containsEntry(HandshakeDrop.FORGED, 1L);
    }

    @Test
    void aSuiteThatIsNotTheHandshakesIsForged() {
        byte[] initiation = call(0, 0);
        initiation[1] = 0;
        restamp(initiation, westKey);
        assertThat(west.onHandshakeFrame(0, initiation, CALLER, SECOND)).isEmpty();
        assertThat(west.drops()).containsEntry(HandshakeDrop.FORGED, 1L);
    }

    @Test
    void aResponseOfNoKnownSuiteIsMalformed() {
        byte[] response = datagram(west.onHandshakeFrame(0, call(0, 0), CALLER, SECOND));
        byte[] strange = response.clone();
        strange[1] = 9;
        restamp(strange, eastKey);
        assertThat(east.onHandshakeFrame(0, strange, CALLER, SECOND)).isEmpty();
        assertThat(east.drops()).isEqualTo(Map.of(HandshakeDrop.MALFORMED, 1L));
    }

    @Test
    void demandsACookieUnderLoadAndLetsItsOwnerIn() {
        byte[] first = call(0, 0);
        flood(HandshakeLimiter.UNDER_LOAD, SECOND);
        byte[] reply = datagram(west.onHandshakeFrame(0, first, CALLER, SECOND));
        assertThat(FrameKind.of(reply, 0, reply.length)).isEqualTo(FrameKind.COOKIE_REPLY);
        east.onHandshakeFrame(0, reply, OTHER, SECOND);
        assertThat(east.drops()).isEmpty();
        wall = wall.plusSeconds(6);
        byte[] second = datagram(east.onTick(6 * SECOND));
        flood(HandshakeLimiter.UNDER_LOAD, 6 * SECOND);
        byte[] elsewhere = datagram(west.onHandshakeFrame(0, second, OTHER, 6 * SECOND));
        assertThat(elsewhere).as("the cookie is bound to the address").hasSize(CookieReplyFrame.OCTETS);
        byte[] response = datagram(west.onHandshakeFrame(0, second, CALLER, 6 * SECOND));
        assertThat(FrameKind.of(response, 0, response.length)).isEqualTo(FrameKind.RESPONSE);
    }

    @Test
    void aCookieEndsWithItsSecret() {
        byte[] first = call(0, 0);
        flood(HandshakeLimiter.UNDER_LOAD, 0);
        byte[] reply = datagram(west.onHandshakeFrame(0, first, CALLER, 0));
        wall = wall.plusSeconds(6);
        east.onHandshakeFrame(0, reply, CALLER, 0);
        byte[] second = datagram(east.onTick(6 * SECOND));
        flood(HandshakeLimiter.UNDER_LOAD, 121 * SECOND);
        assertThat(datagram(west.onHandshakeFrame(0, second, CALLER, 121 * SECOND)))
                .hasSize(CookieReplyFrame.OCTETS);
    }

    @Test
    void ignoresACookieReplyThatWasNotAskedForOrIsForged() {
        byte[] first = call(0, 0);
        flood(HandshakeLimiter.UNDER_LOAD, SECOND);
        byte[] reply = datagram(west.onHandshakeFrame(0, first, CALLER, SECOND));
        byte[] forged = reply.clone();
        forged[40] ^= 1;
        east.onHandshakeFrame(0, forged, CALLER, SECOND);
        assertThat(east.drops()).containsEntry(HandshakeDrop.FORGED, 1L);
        east.onHandshakeFrame(0, reply, CALLER, SECOND);
        east.onHandshakeFrame(0, reply, CALLER, SECOND);
        assertThat(east.drops()).containsEntry(HandshakeDrop.FORGED, 2L);
        reply[4] ^= 1;
        east.onHandshakeFrame(0, reply, CALLER, SECOND);
        reply[3] ^= 1;
        east.onHandshakeFrame(0, reply, CALLER, SECOND);
        assertThat(east.drops())
                .containsEntry(HandshakeDrop.UNKNOWN_INDEX, 1L)
                .containsEntry(HandshakeDrop.MALFORMED, 1L);
    }

    @Test
    void junkOfAnyLengthIsDroppedAndAnsweredByNothing() {
        Random random = new Random(5);
        for (int length = 0; length < 300; length++) {
            byte[] junk = new byte[length];
            random.nextBytes(junk);
            for (byte type = 0; type < 6; type++) {
                if (length > 0) {
                    junk[0] = type;
                }
                assertThat(west.onHandshakeFrame(0, junk, OTHER, SECOND)).isEmpty();
            }
        }
        assertThat(west.snapshot().version()).isEqualTo(1);
    }

    /** Frames with a valid mac1, as anyone can make who knows the public key. */
    private void flood(int count, long nowNanos) {
        byte[] frame = new byte[148];
        frame[0] = 1;
        for (int i = 0; i < count; i++) {
            frame[8] = (byte) i;
            frame[9] = (byte) (i >> 8);
            restamp(frame, westKey);
            west.onHandshakeFrame(0, frame, OTHER, nowNanos);
        }
    }

    private static void restamp(byte[] frame, X25519PrivateKey receiver) {
        new MacStamp(receiver.publicKey()).stamp(frame, 0);
    }

    private byte[] call(int worker, long nowNanos) {
        return datagram(east.requestSession(WEST, worker, nowNanos));
    }

    private static byte[] datagram(List<SessionAction> actions) {
        List<byte[]> datagrams = new ArrayList<>();
        for (SessionAction action : actions) {
            if (action instanceof SessionAction.Send send) {
                datagrams.add(send.datagram());
            }
        }
        assertThat(datagrams).hasSize(1);
        return datagrams.getFirst();
    }

    private SessionControl control(X25519PrivateKey key, long seed) {
        SessionSettings settings = new SessionSettings(List.of(AES_256_GCM), 2, Optional.empty());
        return new SessionControl(key, settings, new JdkEngine(), () -> wall, new Random(seed));
    }

    private static InetSocketAddress address(PeerId id) {
        return id.equals(EAST) ? CALLER : new InetSocketAddress("10.0.0.2", 51820);
    }

    private static PeerConfig peer(PeerId id, X25519PrivateKey key) {
        return new PeerConfig(
                id,
                TunnelPublicKey.of(key.publicKey()),
                Optional.empty(),
                List.of(address(id)),
                List.of(),
                Set.of(AES_256_GCM),
                false);
    }
}
