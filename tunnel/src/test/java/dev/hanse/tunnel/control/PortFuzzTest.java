// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.wire.FrameKind;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Protects a whole endpoint: against datagrams of anybody at its UDP port, against what a member with a session seals, and against what pods
 * send. The input is a row of datagrams, contents or packets, each with two octets for its length.
 */
class PortFuzzTest {

    private static final int INPUTS_PER_SESSION = 1000;
    private static final int MAX_FRAMES = 100;
    private static final int MAX_PIECES = 8;
    private static final int INDEX = 4;

    private static Session session = new Session(CipherSuite.AES_256_GCM);
    private static int inputs;

    /** Two endpoints that know each other; time goes on a little with every input, so that handshakes do not meet the rate limit. */
    private static final class Session {

        final FakeWan wan = new FakeWan();
        final ManualClock clock = new ManualClock();
        final CipherSuite suite;
        final InMemoryEndpoint member;
        final InMemoryEndpoint victim;
        final Keypair keypair;
        final int victimIndex;

        Session(CipherSuite suite) {
            this.suite = suite;
            TunOffloads offloads = new TunOffloads(true, true, true);
            member = new InMemoryEndpoint(wan, clock, 1, List.of(suite), offloads);
            victim = new InMemoryEndpoint(wan, clock, 2, List.of(suite), offloads);
            member.apply(victim.asPeer(true));
            victim.apply(member.asPeer(true));
            member.probe();
            settle();
            keypair = Objects.requireNonNull(member.session(victim.id()).sending());
            victimIndex = keypair.remoteIndex();
        }

        void settle() {
            InMemoryEndpoint.settleAll(member, victim);
        }

        void inject(byte[] datagram) {
            wan.inject(member.address(), victim.address(), datagram);
        }

        void injectSealed(int flags, byte[] content) {
            byte[] frame = new byte[content.length + TransportFrame.MIN_OCTETS];
            keypair.seal(flags, content, 0, content.length, frame, 0, member.now());
            inject(frame);
        }

        /** In as many pieces as make them even, up to eight. */
        void injectLong(byte[] content) {
            int frame = Math.min(content.length + TransportFrame.MIN_OCTETS, LongFrame.MAX_OCTETS);
            int piece = TransportFrame.HEADER_OCTETS + Math.ceilDiv(frame - TransportFrame.HEADER_OCTETS, MAX_PIECES);
            int pieces = LongFrame.pieces(frame, piece);
            byte[] buffer = new byte[LongFrame.octets(frame, pieces)];
            int flags = TransportFrame.LONG | TransportFrame.PARTIAL_CHECKSUM;
            int length = frame - TransportFrame.MIN_OCTETS;
            keypair.seal(flags, content, 0, length, buffer, LongFrame.shift(pieces), member.now());
            LongFrame.cut(buffer, 0, frame, piece);
            for (int at = 0; at < buffer.length; at += piece) {
                inject(Arrays.copyOfRange(buffer, at, Math.min(at + piece, buffer.length)));
            }
        }
    }

    /** Every datagram as it is; a transport frame also with the index of a session that there is. */
    @FuzzTest(maxDuration = "10m")
    void takesAnyDatagram(byte[] octets) {
        Session current = next();
        ByteBuffer input = ByteBuffer.wrap(octets);
        for (int i = 0; i < MAX_FRAMES && input.remaining() > 2; i++) {
            byte[] datagram = part(input);
            current.inject(datagram);
            if (FrameKind.of(datagram, 0, datagram.length) == FrameKind.TRANSPORT) {
                byte[] known = datagram.clone();
                ByteBuffer.wrap(known).putInt(INDEX, Integer.reverseBytes(current.victimIndex));
                current.inject(known);
            }
        }
        current.settle();
        assertThat(current.victim.tun().written()).isEmpty();
        assertUnharmed(current);
    }

    /** Contents of frames that open, by the first two bits: IP packets, path probes, slices in long frames, anything. */
    @FuzzTest(maxDuration = "10m")
    void takesAnythingFromAMember(byte[] octets) {
        Session current = next();
        ByteBuffer input = ByteBuffer.wrap(octets);
        for (int i = 0; i < MAX_FRAMES && input.remaining() > 2; i++) {
            boolean aes = current.suite == CipherSuite.AES_256_GCM;
            int bits = aes ? input.get(input.position()) & 0xc0 : 0;
            byte[] content = part(input);
            if (bits == 0x40) {
                current.injectLong(content);
            } else {
                current.injectSealed(bits == 0 ? 0 : TransportFrame.PARTIAL_CHECKSUM, content);
            }
        }
        current.settle();
        assertThat(current.victim.tun().written()).allSatisfy(PortFuzzTest::assertFromTheMemberToUs);
        assertUnharmed(current);
    }

    /** The other side: what the TUN device hands over, virtio header and packet, goes all the way to the other endpoint. */
    @FuzzTest(maxDuration = "10m")
    void takesAnythingFromAPod(byte[] octets) {
        Session current = next();
        ByteBuffer input = ByteBuffer.wrap(octets);
        for (int i = 0; i < MAX_FRAMES && input.remaining() > 2; i++) {
            current.member.tun().offer(part(input));
        }
        current.settle();
        assertThat(current.victim.tun().written()).allSatisfy(PortFuzzTest::assertFromTheMemberToUs);
        assertUnharmed(current);
    }

    private static Session next() {
        if (++inputs % INPUTS_PER_SESSION == 0) {
            CipherSuite[] suites = CipherSuite.values();
            session = new Session(suites[inputs / INPUTS_PER_SESSION % suites.length]);
        }
        session.clock.advance(Duration.ofMillis(100));
        session.wan.seen().clear();
        session.member.tun().written().clear();
        session.victim.tun().written().clear();
        return session;
    }

    private static byte[] part(ByteBuffer input) {
        int length = Math.min(input.getShort() & 0x3fff, input.remaining());
        byte[] part = new byte[length];
        input.get(part);
        return part;
    }

    private static void assertFromTheMemberToUs(byte[] written) {
        int length = written.length - VirtioHeader.OCTETS;
        assertThat(IpHeader.packetLength(written, VirtioHeader.OCTETS, length)).isEqualTo(length);
        assertThat(Arrays.copyOfRange(written, VirtioHeader.OCTETS + 12, VirtioHeader.OCTETS + 14))
                .containsExactly(10, 1);
        assertThat(Arrays.copyOfRange(written, VirtioHeader.OCTETS + 16, VirtioHeader.OCTETS + 18))
                .containsExactly(10, 2);
        if (VirtioHeader.needsChecksum(written, 0)) {
            assertThat(VirtioHeader.checksumStart(written, 0) + VirtioHeader.checksumOffset(written, 0) + 2)
                    .isLessThanOrEqualTo(length);
        }
    }

    private static void assertUnharmed(Session current) {
        assertThat(current.victim.drops()).doesNotContainKey(DropReason.INTERNAL);
        assertThat(current.member.drops()).doesNotContainKey(DropReason.INTERNAL);
    }
}
