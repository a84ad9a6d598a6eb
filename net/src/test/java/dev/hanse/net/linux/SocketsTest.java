// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static dev.hanse.net.linux.SocketNumbers.AF_INET;
import static dev.hanse.net.linux.SocketNumbers.SOCK_CLOEXEC;
import static dev.hanse.net.linux.SocketNumbers.SOCK_DGRAM;
import static dev.hanse.net.linux.SocketNumbers.SOCK_NONBLOCK;
import static dev.hanse.net.linux.SocketNumbers.SOL_SOCKET;
import static dev.hanse.net.linux.SocketNumbers.SO_RCVBUF;
import static dev.hanse.net.linux.SocketNumbers.SO_SNDBUF;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects calls on sockets: each reaches the kernel with its arguments in place, and says what became of it. */
class SocketsTest {

    private static final int MSG_DONTWAIT = 0x40;
    private static final int VECTOR_OCTETS = 16;
    private static final int HEADER_OCTETS = 64;
    private static final int LENGTH = 56;

    private final Sockets sockets = new Sockets();
    private final DatagramSender sender = new DatagramSender();
    private final Arena arena = Arena.ofConfined();
    private int socket;
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @BeforeEach
    void open() {
        socket = sockets.socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        assertThat(socket).isPositive();
        assertThat(sockets.bind(socket, structure())).isZero();
        MemorySegment name = structure();
        assertThat(sockets.socketName(socket, name)).isZero();
        address = SocketAddressCodec.decode(name);
    }

    @AfterEach
    void close() {
        assertThat(sockets.close(socket)).isZero();
        arena.close();
    }

    private MemorySegment structure() {
        return SocketAddressCodec.encode(address, false);
    }

    @Test
    void aBoundSocketKnowsItsAddressAndKeepsItFromOthers() {
        assertThat(address.getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
        assertThat(address.getPort()).isPositive();
        int second = sockets.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        assertThat(sockets.bind(second, structure())).isEqualTo(-Errno.EADDRINUSE);
        assertThat(sockets.close(second)).isZero();
    }

    @Test
    void optionsAreReadAsTheyWereSet() {
        assertThat(sockets.setOption(socket, SOL_SOCKET, SO_SNDBUF, 20_000)).isZero();
        assertThat(sockets.option(socket, SOL_SOCKET, SO_SNDBUF)).isEqualTo(40_000);
        assertThat(sockets.setOption(socket, SOL_SOCKET, 12_345, 1)).isEqualTo(-Errno.ENOPROTOOPT);
        assertThat(sockets.option(socket, SOL_SOCKET, 12_345)).isEqualTo(-Errno.ENOPROTOOPT);
    }

    /** The kernel tells twice what one may use (socket(7)). */
    @Test
    void buffersAreAsked() {
        sockets.setReceiveBuffer(socket, 30_000);
        sockets.setSendBuffer(socket, 25_000);
        assertThat(sockets.option(socket, SOL_SOCKET, SO_RCVBUF)).isEqualTo(60_000);
        assertThat(sockets.option(socket, SOL_SOCKET, SO_SNDBUF)).isEqualTo(50_000);
    }

    @Test
    void datagramsOfTheHeapArriveManyAtATime() {
        MemorySegment octets = MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5});
        assertThat(sender.sendTo(socket, octets, 5, MSG_DONTWAIT, structure())).isEqualTo(5);
        assertThat(sender.sendTo(socket, octets.asSlice(3), 2, MSG_DONTWAIT, structure()))
                .isEqualTo(2);

        MemorySegment buffers = arena.allocate(16, 8);
        MemorySegment headers = headers(buffers, 8, 8);
        assertThat(sockets.receiveMessages(socket, headers, 2)).isEqualTo(2);
        assertThat(headers.get(JAVA_INT, LENGTH)).isEqualTo(5);
        assertThat(headers.get(JAVA_INT, HEADER_OCTETS + LENGTH)).isEqualTo(2);
        assertThat(buffers.toArray(JAVA_BYTE)).startsWith(1, 2, 3, 4, 5, 0, 0, 0, 4, 5);
        assertThat(sockets.receiveMessage(socket, headers, MSG_DONTWAIT)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void messagesLeaveManyAtATime() {
        MemorySegment buffers = arena.allocateFrom(JAVA_BYTE, (byte) 1, (byte) 2, (byte) 3);
        MemorySegment headers = headers(buffers, 2, 1);
        for (int i = 0; i < 2; i++) {
            MemorySegment name = structure();
            headers.set(ADDRESS, (long) HEADER_OCTETS * i, arena.allocate(16, 8).copyFrom(name));
            headers.set(JAVA_INT, (long) HEADER_OCTETS * i + 8, (int) name.byteSize());
        }
        assertThat(sockets.sendMessages(socket, headers, 2)).isEqualTo(2);

        MemorySegment received = arena.allocate(8, 8);
        assertThat(sockets.receiveMessage(socket, headers(received, 8, 0), MSG_DONTWAIT))
                .isEqualTo(2);
        assertThat(received.toArray(JAVA_BYTE)).startsWith(1, 2, 0);
        assertThat(sockets.receiveMessage(socket, headers(received, 8, 0), MSG_DONTWAIT))
                .isEqualTo(1);
        assertThat(received.toArray(JAVA_BYTE)).startsWith(3, 2, 0);
    }

    @Test
    void aWaitEndsWithTheSocket() throws InterruptedException {
        int waiting = sockets.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        Thread thread = Thread.ofPlatform().start(() -> new Sockets().receiveMessages(waiting, oneHeader(), 1));
        sockets.shutdown(waiting);
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(sockets.close(waiting)).isZero();
    }

    private static MemorySegment oneHeader() {
        return Arena.ofAuto().allocate(HEADER_OCTETS, 8);
    }

    /** Two {@code mmsghdr}s with a piece of {@code buffers} each: {@code first} octets and {@code second}. */
    private MemorySegment headers(MemorySegment buffers, int first, int second) {
        MemorySegment vectors = arena.allocate(2L * VECTOR_OCTETS, 8);
        vectors.set(ADDRESS, 0, buffers);
        vectors.set(JAVA_LONG, 8, first);
        vectors.set(ADDRESS, VECTOR_OCTETS, buffers.asSlice(first));
        vectors.set(JAVA_LONG, VECTOR_OCTETS + 8, second);
        MemorySegment headers = arena.allocate(2L * HEADER_OCTETS, 8);
        for (int i = 0; i < 2; i++) {
            headers.set(ADDRESS, (long) HEADER_OCTETS * i + 16, vectors.asSlice((long) VECTOR_OCTETS * i));
            headers.set(JAVA_LONG, (long) HEADER_OCTETS * i + 24, 1);
        }
        return headers;
    }
}
