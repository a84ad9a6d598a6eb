// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Protects UDP, and the memory of the responder, against clients that take connections and do nothing good with them. */
@Timeout(180)
class ConnectionFloodIT {
    private static final int CONNECTIONS = 10_000;
    private static final int CLIENTS = 100;
    private static final int MAX_CONNECTIONS = 4_096;
    private static final int MAX_PER_CLIENT = 150;
    private static final int MAX_MEBIBYTES = 320;
    private static final Duration LIMIT = Eventually.LIMIT;

    private final List<SocketChannel> channels = new ArrayList<>();
    private ViewProcess server;
    private CompletableFuture<Long> answered;
    private volatile boolean ended;

    @BeforeEach
    void start() throws IOException {
        server = ViewProcess.start("127.0.0.1", "east");
        server.publish(
                1,
                "service n/large headless http/tcp/80\nendpoints n/large east "
                        + IntStream.range(0, 3_000)
                                .mapToObj(i -> "10.0.%d.%d".formatted(i / 250, i % 250))
                                .collect(Collectors.joining(" ")));
        answered = CompletableFuture.supplyAsync(this::askOverUdp);
    }

    @AfterEach
    void stop() throws IOException {
        ended = true;
        for (SocketChannel channel : channels) {
            channel.close();
        }
        server.close();
    }

    private long askOverUdp() {
        try {
            return new ClosedLoop(new InetSocketAddress("127.0.0.1", server.port()), new Steady()).run();
        } catch (IOException e) {
            throw new AssertionError("no answers over UDP", e);
        }
    }

    /** Asks for as long as the test runs, and leaves the processor to others most of the time. */
    private final class Steady implements ClosedLoop.Dialogue {
        @Override
        public boolean goesOn(long asked) {
            LockSupport.parkNanos(500_000);
            return !ended;
        }

        @Override
        public byte[] query(long number) {
            return ConnectionFloodIT.query();
        }

        @Override
        public void answer(long number, byte[] octets, int length) {
            assertThat(octets[2] & 0xfd).as("an authoritative answer").isEqualTo(0x85);
            assertThat(octets[3]).as("without error").isZero();
        }
    }

    private static byte[] query() {
        try {
            Name name = Name.fromString("large.n.svc.clusterset.local.");
            return Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)).toWire();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SocketChannel connect(String from) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        // Ends with a reset, so that no port waits for two minutes.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.bind(new InetSocketAddress(from, 0));
        channel.connect(new InetSocketAddress("127.0.0.1", server.port()));
        channel.configureBlocking(false);
        return channel;
    }

    private long closed() {
        return channels.stream().filter(ConnectionFloodIT::isClosed).count();
    }

    private static boolean isClosed(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(16)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private void assertUdpNeverFailed() {
        ended = true;
        assertThat(answered.join()).isGreaterThan(ClosedLoop.WINDOW);
    }

    private void assertAnswersOverTcp() throws IOException, InterruptedException {
        assertThat(server.ask("kdig", "127.0.0.1", "large.n.svc.clusterset.local A +tcp +short")
                        .lines()
                        .filter(line -> line.startsWith("10.")))
                .hasSize(3_000);
    }

    @Test
    void refusesIdleConnectionsBeyondTheLimit() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            connect("127.0.1." + (1 + i % CLIENTS));
        }
        int refused = CONNECTIONS - MAX_CONNECTIONS;
        eventually(
                refused + " connections end", LIMIT, () -> assertThat(closed()).isGreaterThanOrEqualTo(refused));
        assertThat(server.connections()).isLessThanOrEqualTo(MAX_CONNECTIONS);
        eventually(
                "all end when they have idled",
                LIMIT,
                () -> assertThat(closed()).isEqualTo(CONNECTIONS));
        eventually(
                "the responder knows",
                LIMIT,
                () -> assertThat(server.connections()).isZero());
        assertAnswersOverTcp();
        assertUdpNeverFailed();
    }

    @Test
    void leavesRoomForOthersBesideAGreedyClient() throws Exception {
        for (int i = 0; i < 2 * MAX_PER_CLIENT; i++) {
            connect("127.0.2.1");
        }
        eventually("the oldest end", LIMIT, () -> assertThat(closed()).isEqualTo(MAX_PER_CLIENT));
        assertThat(channels.subList(0, MAX_PER_CLIENT)).allMatch(ConnectionFloodIT::isClosed);
        assertAnswersOverTcp();
        assertUdpNeverFailed();
    }

    @Test
    void boundsTheMemoryOfClientsThatDoNotRead() throws Exception {
        byte[] query = query();
        ByteBuffer queries = ByteBuffer.allocate(2_000 * (2 + query.length));
        while (queries.hasRemaining()) {
            queries.putShort((short) query.length).put(query);
        }
        queries.flip();
        for (int i = 0; i < 400; i++) {
            connect("127.0.3." + (1 + i % CLIENTS)).write(queries.duplicate());
        }
        assertAnswersOverTcp();
        eventually(
                "the responder closes them all",
                LIMIT,
                () -> assertThat(server.connections()).isZero());
        assertAnswersOverTcp();
        assertThat(server.peakMebibytes()).isLessThan(MAX_MEBIBYTES);
        assertUdpNeverFailed();
    }
}
