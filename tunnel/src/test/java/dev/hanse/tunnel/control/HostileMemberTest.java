// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.wire.TransportFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects a cluster from a peer that has a session and means harm: whatever it seals, only whole packets from it to us come out. */
class HostileMemberTest {

    private static final int FRAMES = 20_000;

    private final FakeWan wan = new FakeWan();
    private final ManualClock clock = new ManualClock();
    private final Random random = new Random(11);

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void contentsOfAnyKindAreRefusedOrHarmless(CipherSuite suite) {
        TunOffloads offloads = new TunOffloads(true, true, true);
        InMemoryEndpoint hostile = new InMemoryEndpoint(wan, clock, 1, List.of(suite), offloads);
        InMemoryEndpoint victim = new InMemoryEndpoint(wan, clock, 2, List.of(suite), offloads);
        hostile.apply(victim.asPeer(true));
        victim.apply(hostile.asPeer(true));
        hostile.probe();
        settle(hostile, victim);
        Keypair keypair = Objects.requireNonNull(hostile.session(victim.id()).sending());

        for (int i = 0; i < FRAMES; i++) {
            byte[] content = content();
            byte[] frame = new byte[content.length + TransportFrame.MIN_OCTETS];
            int flags = suite == CipherSuite.AES_256_GCM && random.nextBoolean() ? TransportFrame.PARTIAL_CHECKSUM : 0;
            keypair.seal(flags, content, 0, content.length, frame, 0, hostile.now());
            wan.inject(hostile.address(), victim.address(), frame);
            if (random.nextInt(20) == 0) {
                settle(hostile, victim);
            }
        }
        settle(hostile, victim);

        assertThat(victim.drops())
                .containsKeys(DropReason.MALFORMED_INNER, DropReason.FOREIGN_SOURCE, DropReason.FOREIGN_DESTINATION)
                .doesNotContainKey(DropReason.INTERNAL);
        assertThat(victim.tun().written()).hasSizeGreaterThan(100).allSatisfy(HostileMemberTest::assertHarmless);
    }

    /** Whole packets that are changed a little: most pass some checks and fail others. */
    private byte[] content() {
        byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 1300 : 60)];
        PacketBuilder builder =
                new PacketBuilder().addresses("10.1.0.5", "10.2.0.6").payload(payload);
        byte[] packet = (random.nextBoolean() ? builder.udp() : builder).build();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            packet[random.nextInt(Math.min(packet.length, 44))] = (byte) random.nextInt();
        }
        return random.nextInt(6) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 20)) : packet;
    }

    private static void assertHarmless(byte[] written) {
        int length = written.length - VirtioHeader.OCTETS;
        assertThat(IpHeader.packetLength(written, VirtioHeader.OCTETS, length)).isEqualTo(length);
        assertThat(written[VirtioHeader.OCTETS + 12]).isEqualTo((byte) 10);
        assertThat(written[VirtioHeader.OCTETS + 13]).isEqualTo((byte) 1);
        assertThat(written[VirtioHeader.OCTETS + 16]).isEqualTo((byte) 10);
        assertThat(written[VirtioHeader.OCTETS + 17]).isEqualTo((byte) 2);
        int start = VirtioHeader.checksumStart(written, 0);
        if (VirtioHeader.needsChecksum(written, 0)) {
            assertThat(start + VirtioHeader.checksumOffset(written, 0) + 2).isLessThanOrEqualTo(length);
        }
    }

    private static void settle(InMemoryEndpoint first, InMemoryEndpoint second) {
        InMemoryEndpoint.settleAll(first, second);
    }
}
