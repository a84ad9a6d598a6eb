// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.PacketCipher;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.TransportFrame;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Protects the packet path's use of keys: what is sealed opens once, and nothing is sealed or opened beyond a keypair's
 * limits.
 */
class KeypairTest {

    private static final long CREATED = -5_000_000_000L;
    private static final byte[] PACKET = {1, 2, 3, 4, 5};

    private final Keypair aes = keypair(CipherSuite.AES_256_GCM, new JdkEngine());

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void opensWhatItSealed(CipherSuite suite) {
        Keypair keypair = keypair(suite, new JdkEngine());
        byte[] frame = seal(keypair, 0);
        byte[] opened = new byte[PACKET.length];
        assertThat(frame[0]).isEqualTo(TransportFrame.TYPE);
        assertThat(keypair.open(frame, 0, frame.length, opened, 0, CREATED)).isEqualTo(PACKET.length);
        assertThat(opened).isEqualTo(PACKET);
        assertThat(keypair.open(frame, 0, frame.length, opened, 0, CREATED)).isEqualTo(Keypair.REPLAYED);
    }

    @Test
    void writesWireGuardsHeaderUnderChaCha() {
        Keypair keypair = keypair(CipherSuite.CHACHA20_POLY1305, new JdkEngine());
        seal(keypair, 0);
        byte[] frame = seal(keypair, 0);
        assertThat(frame).startsWith(4, 0, 0, 0, 0x22, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void carriesFlagsAndLengthUnderAes() {
        byte[] frame = seal(aes, TransportFrame.PARTIAL_CHECKSUM);
        assertThat(frame).startsWith(4, 1, 37, 0, 0x22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(TransportFrame.flags(frame, 0)).isEqualTo(TransportFrame.PARTIAL_CHECKSUM);
        assertThat(TransportFrame.length(frame, 0)).isEqualTo(frame.length);
    }

    @Test
    void refusesAChangedFlag() {
        byte[] frame = seal(aes, TransportFrame.PARTIAL_CHECKSUM);
        frame[1] = 0;
        assertThat(aes.open(frame, 0, frame.length, new byte[5], 0, CREATED)).isEqualTo(Keypair.FORGED);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void refusesMalformedFrames(CipherSuite suite) {
        Keypair keypair = keypair(suite, new JdkEngine());
        byte[] frame = seal(keypair, 0);
        byte[] room = new byte[64];
        assertThat(keypair.open(frame, 0, 31, room, 0, CREATED)).isEqualTo(Keypair.MALFORMED);
        for (int octet = 0; octet < 4; octet++) {
            byte[] wrong = frame.clone();
            wrong[octet] ^= (byte) 0x40;
            assertThat(keypair.open(wrong, 0, wrong.length, room, 0, CREATED)).isEqualTo(Keypair.MALFORMED);
        }
    }

    @Test
    void aForgedFrameDoesNotMoveTheWindow() {
        byte[] frame = seal(aes, 0);
        byte[] forged = frame.clone();
        forged[14] = 1;
        assertThat(aes.open(forged, 0, forged.length, new byte[5], 0, CREATED)).isEqualTo(Keypair.FORGED);
        assertThat(aes.open(frame, 0, frame.length, new byte[5], 0, CREATED)).isEqualTo(PACKET.length);
    }

    @Test
    void endsWithItsAge() {
        byte[] frame = seal(aes, 0);
        long last = CREATED + SessionLimits.REJECT_AFTER_TIME - 1;
        byte[] room = new byte[64];
        assertThat(aes.seal(0, PACKET, 0, 5, room, 0, last)).isPositive();
        assertThat(aes.seal(0, PACKET, 0, 5, room, 0, last + 1)).isEqualTo(Keypair.EXPIRED);
        assertThat(aes.open(frame, 0, frame.length, room, 0, last + 1)).isEqualTo(Keypair.EXPIRED);
        assertThat(aes.open(frame, 0, frame.length, room, 0, last)).isEqualTo(PACKET.length);
    }

    @Test
    void endsWithItsLastCounter() throws ReflectiveOperationException {
        setNextCounter(aes, SessionLimits.REJECT_AFTER_MESSAGES - 1);
        byte[] frame = seal(aes, 0);
        assertThat(aes.seal(0, PACKET, 0, 5, new byte[64], 0, CREATED)).isEqualTo(Keypair.EXPIRED);
        assertThat(aes.seal(0, PACKET, 0, 5, new byte[64], 0, CREATED)).isEqualTo(Keypair.EXPIRED);
        assertThat(aes.open(frame, 0, frame.length, new byte[5], 0, CREATED)).isEqualTo(5);
        assertThat(Long.toUnsignedString(SessionLimits.REJECT_AFTER_MESSAGES)).isEqualTo("18446744073709543423");
    }

    @Test
    void refusesACounterBeyondTheLast() {
        byte[] frame = seal(aes, 0);
        TransportFrame.encode(frame, 0, TransportFrame.word(frame, 0), 0x11, SessionLimits.REJECT_AFTER_MESSAGES);
        assertThat(aes.open(frame, 0, frame.length, new byte[5], 0, CREATED)).isEqualTo(Keypair.EXPIRED);
    }

    @Test
    void tellsHowOftenItWasUsedAndWhoseItIs() {
        assertThat(aes.sealedFrames()).isZero();
        seal(aes, 0);
        seal(aes, 0);
        assertThat(aes.sealedFrames()).isEqualTo(2);
        KeypairId id = new KeypairId(new PeerId("west", "gw"), 3, Role.RESPONDER, CipherSuite.AES_256_GCM, 1, 2);
        TransportKeys keys = new TransportKeys(new byte[32], new byte[32]);
        Keypair third = keys.toKeypair(id, new PeerActivity(), new JdkEngine(), CREATED);
        assertThat(third.worker()).isEqualTo(3);
    }

    @Test
    void theLongestFrameIsThePayloadOfADatagram() {
        int longest = TransportFrame.MAX_OCTETS - TransportFrame.MIN_OCTETS;
        byte[] room = new byte[TransportFrame.MAX_OCTETS + 1];
        assertThat(aes.seal(0, new byte[longest], 0, longest, room, 0, CREATED)).isEqualTo(TransportFrame.MAX_OCTETS);
        assertThat(aes.open(room, 0, TransportFrame.MAX_OCTETS, new byte[longest], 0, CREATED))
                .isEqualTo(longest);
        aes.seal(0, new byte[longest + 1], 0, longest + 1, room = new byte[room.length], 0, CREATED);
        assertThat(aes.open(room, 0, room.length, new byte[longest + 1], 0, CREATED))
                .isEqualTo(Keypair.MALFORMED);
    }

    @Test
    void doesNothingOnceErased() {
        byte[] frame = seal(aes, 0);
        aes.erase();
        aes.erase();
        assertThat(aes.seal(0, PACKET, 0, 5, new byte[64], 0, CREATED)).isEqualTo(Keypair.EXPIRED);
        assertThat(aes.open(frame, 0, frame.length, new byte[5], 0, CREATED)).isEqualTo(Keypair.EXPIRED);
    }

    @Test
    void spendsACounterEvenIfTheDestinationIsTooSmall() {
        assertThatThrownBy(() -> aes.seal(0, PACKET, 0, 5, new byte[36], 0, CREATED))
                .isInstanceOf(IndexOutOfBoundsException.class);
        byte[] frame = seal(aes, 0);
        assertThat(TransportFrame.counter(frame, 0)).isEqualTo(1);
    }

    @Test
    void sealsInPlaceBehindTheHeader() {
        byte[] buffer = new byte[PACKET.length + 32];
        System.arraycopy(PACKET, 0, buffer, 16, PACKET.length);
        assertThat(aes.seal(0, buffer, 16, PACKET.length, buffer, 0, CREATED)).isEqualTo(buffer.length);
        assertThat(aes.open(buffer, 0, buffer.length, buffer, 16, CREATED)).isEqualTo(PACKET.length);
        assertThat(buffer).contains(PACKET);
    }

    /** With a cipher that does nothing, so that only our own part is measured. */
    @Test
    void allocatesNothingOfItsOwn() {
        Keypair keypair = keypair(CipherSuite.AES_256_GCM, new NoEngine());
        byte[] frame = new byte[100];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long perPacket = Long.MAX_VALUE;
        for (int round = 0; round < 100 && perPacket > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            roundTrips(keypair, frame, 10_000);
            perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000;
        }
        assertThat(perPacket).isZero();
    }

    private static void roundTrips(Keypair keypair, byte[] frame, int count) {
        for (int i = 0; i < count; i++) {
            int length = keypair.seal(0, PACKET, 0, PACKET.length, frame, 0, CREATED);
            if (keypair.open(frame, 0, length, frame, 60, CREATED) != PACKET.length) {
                throw new AssertionError("round " + i);
            }
            keypair.activity().dataSent(1, PACKET.length, CREATED);
        }
    }

    /** One that knows the key could seal them; nobody may come to rely on what they would do. */
    @Test
    void refusesFlagsWithoutMeaning() {
        for (int flags = 0; flags < 256; flags++) {
            boolean known = (flags & ~0b1011) == 0 && (flags & 0b1010) != 0b1010;
            byte[] frame = seal(aes, flags);
            int opened = aes.open(frame, 0, frame.length, new byte[PACKET.length], 0, CREATED);
            assertThat(opened).as("flags %s", flags).isEqualTo(known ? PACKET.length : Keypair.MALFORMED);
        }
    }

    private static byte[] seal(Keypair keypair, int flags) {
        byte[] frame = new byte[PACKET.length + 32];
        assertThat(keypair.seal(flags, PACKET, 0, PACKET.length, frame, 0, CREATED))
                .isEqualTo(frame.length);
        return frame;
    }

    /** Sealing and opening under the same key, so that it opens what it sealed. */
    private static Keypair keypair(CipherSuite suite, CipherEngine engine) {
        KeypairId id = new KeypairId(new PeerId("west", "gw"), 0, Role.INITIATOR, suite, 0x11, 0x22);
        return new Keypair(
                id,
                new PeerActivity(),
                engine.create(suite, new byte[32]),
                engine.create(suite, new byte[32]),
                CREATED);
    }

    private static void setNextCounter(Keypair keypair, long value) throws ReflectiveOperationException {
        WorkerCells cells = (WorkerCells) MethodHandles.privateLookupIn(Keypair.class, MethodHandles.lookup())
                .findVarHandle(Keypair.class, "cells", WorkerCells.class)
                .get(keypair);
        cells.write(0, value);
    }

    private static final class NoEngine implements CipherEngine {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public PacketCipher create(CipherSuite suite, byte[] key) {
            return new PacketCipher() {
                @Override
                public void seal(int binding, long counter, byte[] src, int at, int length, byte[] dst, int to) {}

                @Override
                public boolean open(int binding, long counter, byte[] src, int at, int length, byte[] dst, int to) {
                    return true;
                }

                @Override
                public void close() {}
            };
        }
    }
}
