// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.session.HandshakeDrop;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.tun.TunQueue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects the operator's view: whatever is wrong with a packet or a frame, exactly one counter says so. */
class DropReasonsTest {

    private static final int TICK_MILLIS = 50;

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();
    private InMemoryEndpoint east = endpoint(1, CipherSuite.AES_256_GCM);
    private InMemoryEndpoint west = endpoint(2, CipherSuite.AES_256_GCM);

    @BeforeEach
    void connect() {
        east.apply(west.asPeer(false));
        west.apply(east.asPeer(false));
        offer(packet());
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void truncatedAndOversizedFramesAreNoPackets(CipherSuite suite) {
        east = endpoint(1, suite);
        west = endpoint(2, suite);
        connect();
        byte[] frame = lost(packet());
        for (int length : new int[] {1, 15, 31, frame.length - 1, frame.length + 1, frame.length + 1000}) {
            inject(Arrays.copyOf(frame, length));
        }
        // WireGuard's header has no length: there the tag tells.
        Map<DropReason, Long> expected = suite == CipherSuite.AES_256_GCM
                ? Map.of(DropReason.MALFORMED_FRAME, 6L)
                : Map.of(DropReason.MALFORMED_FRAME, 3L, DropReason.NOT_AUTHENTIC, 3L);
        assertThat(west.drops()).isEqualTo(expected);
        inject(frame);
        assertThat(west.tun().written()).hasSize(2);
    }

    @Test
    void truncatedAndOversizedHandshakesAreNoFrames() {
        for (int length : new int[] {1, 63, 65, 91, 93, 147, 149, 1472}) {
            for (byte type = 1; type <= 3; type++) {
                byte[] frame = new byte[length];
                frame[0] = type;
                inject(frame);
            }
        }
        assertThat(west.drops()).containsExactly(Map.entry(DropReason.MALFORMED_FRAME, 24L));
    }

    @Test
    void foreignDatagramsAreOfNoKnownType() {
        inject(new byte[] {0, 1, 2});
        inject(new byte[] {5, 1, 2});
        inject("GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(west.drops()).containsExactly(Map.entry(DropReason.UNKNOWN_TYPE, 3L));
    }

    @Test
    void frameOfAnotherIndexIsNobodys() {
        byte[] frame = lost(packet());
        frame[4] ^= 1;
        inject(frame);
        assertThat(west.drops()).containsExactly(Map.entry(DropReason.UNKNOWN_INDEX, 1L));
    }

    @Test
    void frameUnderAnOldKeyIsRefused() {
        byte[] frame = lost(packet());
        clock.advance(Duration.ofSeconds(180));
        inject(frame);
        assertThat(west.drops()).containsExactly(Map.entry(DropReason.KEY_EXPIRED, 1L));
    }

    @Test
    void handshakesBeyondWhatTheControlLoopTakesAreLost() {
        west.refuseHandshakes();
        byte[] frame = new byte[148];
        frame[0] = 1;
        inject(frame);
        assertThat(west.drops()).containsExactly(Map.entry(DropReason.HANDSHAKE_QUEUE_FULL, 1L));
    }

    @Test
    void handshakesThatAreNotActedOnAreCountedToo() {
        byte[] frame = new byte[148];
        frame[0] = 1;
        frame[1] = 1;
        inject(frame);
        assertThat(west.handshakeDrops()).containsExactly(Map.entry(HandshakeDrop.MAC1, 1L));
    }

    @Test
    void whatIsNoPacketIsNotSent() {
        offer(new byte[] {0x45});
        offer(new byte[40]);
        assertThat(east.drops()).containsExactly(Map.entry(DropReason.MALFORMED_PACKET, 2L));
    }

    @Test
    void fullDeviceAndFullSocketLosePackets() {
        west.tun().answer(TunQueue.Written.FULL);
        offer(packet());
        assertThat(west.drops()).containsExactly(Map.entry(DropReason.TUN_FULL, 1L));
        east.port().answer(DatagramPort.Sent.FULL);
        offer(packet());
        east.port().answer(DatagramPort.Sent.TOO_LARGE);
        offer(packet());
        east.port().answer(DatagramPort.Sent.REFUSED);
        offer(packet());
        assertThat(east.drops()).isEqualTo(Map.of(DropReason.SEND_FULL, 1L, DropReason.SEND_FAILED, 2L));
    }

    @Test
    void whatTheSocketLostIsCountedWhereNoPeerIsKnown() {
        west.port().lost(7);
        assertThat(west.drops()).containsExactly(Map.entry(DropReason.RECEIVE_FULL, 7L));
        assertThat(west.total().drops()).containsExactly(Map.entry(DropReason.RECEIVE_FULL, 7L));
    }

    @Test
    void packetsForASilentPeerGoAfterTheAttempt() {
        east = endpoint(1, CipherSuite.AES_256_GCM);
        east.apply(west.asPeer(false));
        wan.lose(datagram -> true);
        offer(packet());
        for (int millis = 0; millis < 100_000; millis += TICK_MILLIS) {
            clock.advance(Duration.ofMillis(TICK_MILLIS));
            east.tick();
            settle();
        }
        assertThat(east.drops()).containsExactly(Map.entry(DropReason.NO_SESSION, 1L));
    }

    private InMemoryEndpoint endpoint(int number, CipherSuite suite) {
        return new InMemoryEndpoint(wan, clock, number, List.of(suite), new TunOffloads(true, true, true));
    }

    private static byte[] packet() {
        return new PacketBuilder()
                .addresses("10.1.0.5", "10.2.0.6")
                .payload(new byte[40])
                .build();
    }

    private void offer(byte[] packet) {
        east.tun().offer(PacketBuilder.plain(packet));
        settle();
    }

    /** The frame of a packet that did not arrive. */
    private byte[] lost(byte[] packet) {
        wan.lose(datagram -> true);
        offer(packet);
        wan.lose(datagram -> false);
        return wan.seen().getLast();
    }

    private void inject(byte[] datagram) {
        wan.inject(east.address(), west.address(), datagram);
        settle();
    }

    private void settle() {
        InMemoryEndpoint.settleAll(east, west);
    }
}
