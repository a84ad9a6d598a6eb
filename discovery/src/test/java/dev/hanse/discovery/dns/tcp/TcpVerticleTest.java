// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.answer.Answerers;
import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Protects connections against clients that are slow, greedy, silent or do not read (RFC 7766 sections 6 to 8). */
@Timeout(60)
class TcpVerticleTest {

    private static final WireName APEX = WireName.of("clusterset.local");
    private static final TcpLimits LIMITS = new TcpLimits(Duration.ofSeconds(3), 5, 7, 2);

    /** More than sockets and our own queue hold together: the writer of so many queries is not read from any more. */
    private static final int MANY_QUERIES = 200_000;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger open = new AtomicInteger();
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void start() throws Exception {
        String[] endpoints = IntStream.range(0, 3_000)
                .mapToObj(i -> "10.0.%d.%d".formatted(i / 250, i % 250))
                .toArray(String[]::new);
        Zone zone = new ZoneCompiler(APEX, List.of(), false)
                .compile(
                        new TestView("east")
                                .headless("n/large", "http/tcp/80")
                                .endpoints("n/large", "east", endpoints)
                                .clusterSetIp("n/small")
                                .endpoints("n/small", "east", "10.1.0.1")
                                .version(1),
                        Set.of());
        Answerers answerers = new Answerers(
                APEX, () -> zone, "", LIMITS.idle(), 0, InstantSource.system(), System::nanoTime, new Random(1));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        TcpVerticle verticle = new TcpVerticle(
                TcpVerticle.options(anyPort),
                Family.of(anyPort),
                null,
                answerers.create(),
                LIMITS,
                System::nanoTime,
                open);
        vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().get();
        address = verticle.address();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable socket : sockets) {
            socket.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(address);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] framed(String name, int times) {
        byte[] query = Asker.query(name + ".n.svc.clusterset.local", Type.A).toWire();
        ByteBuffer frames = ByteBuffer.allocate(times * (2 + query.length));
        for (int i = 0; i < times; i++) {
            frames.putShort((short) query.length).put(query);
        }
        return frames.array();
    }

    private static Message read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return new Message(in.readNBytes(in.readUnsignedShort()));
    }

    private static void assertAnswers(Socket socket) throws IOException {
        socket.getOutputStream().write(framed("small", 1));
        assertThat(read(socket).getSection(Section.ANSWER)).hasSize(1);
    }

    /** Whether the server ends the connection, in order or not, before the time for a read is over. */
    private static void assertCloses(Socket socket) {
        assertThatCode(() -> {
                    try {
                        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (SocketTimeoutException e) {
                        throw e;
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining("reset");
                    }
                })
                .doesNotThrowAnyException();
    }

    private void eventuallyOpen(int count) {
        Eventually.await(count + " open connections", () -> open.get() == count);
    }

    @Test
    void closesConnectionsWithoutACompleteQuery() throws Exception {
        Socket silent = connect("127.0.0.1");
        Socket lengthOnly = connect("127.0.0.1");
        lengthOnly.getOutputStream().write(new byte[] {0, 40});
        Socket half = connect("127.0.0.1");
        half.getOutputStream().write(framed("small", 1), 0, 20);
        assertCloses(silent);
        assertCloses(lengthOnly);
        assertCloses(half);
        eventuallyOpen(0);
        assertAnswers(connect("127.0.0.1"));
    }

    @Test
    void closesClientsThatSendOneOctetAtATimeForEver() throws Exception {
        Socket slow = connect("127.0.0.1");
        Socket other = connect("127.0.0.2");
        byte[] query = framed("small", 1);
        query[0] = 1;
        long begin = System.nanoTime();
        assertThatCode(() -> {
                    for (int i = 0; i < 200; i++) {
                        slow.getOutputStream().write(query[Math.min(i, 20)]);
                        Thread.sleep(100);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(LIMITS.idle().minusMillis(100));
        assertCloses(other);
    }

    @Test
    void keepsConnectionsThatAsk() throws Exception {
        Socket socket = connect("127.0.0.1");
        for (int i = 0; i < 10; i++) {
            assertAnswers(socket);
            Thread.sleep(LIMITS.idle().dividedBy(4));
        }
    }

    @Test
    void answersAClientThatSaysNoMore() throws Exception {
        Socket socket = connect("127.0.0.1");
        socket.getOutputStream().write(framed("small", 3));
        socket.shutdownOutput();
        for (int i = 0; i < 3; i++) {
            assertThat(read(socket).getSection(Section.ANSWER)).hasSize(1);
        }
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        eventuallyOpen(0);
    }

    @Test
    void answersInPartsToClientsThatReadLate() throws Exception {
        Socket socket = connect("127.0.0.1");
        int count = 400;
        socket.getOutputStream().write(framed("large", count));
        socket.getOutputStream().write(framed("small", 1));
        Thread.sleep(500);
        for (int i = 0; i < count; i++) {
            assertThat(read(socket).getSection(Section.ANSWER)).hasSize(3_000);
        }
        assertThat(read(socket).getSection(Section.ANSWER)).hasSize(1);
        assertAnswers(socket);
    }

    @Test
    void readsNoMoreFromClientsThatDoNotReadAndClosesThem() throws Exception {
        SocketChannel channel = SocketChannel.open(address);
        sockets.add(channel);
        channel.configureBlocking(false);
        ByteBuffer queries = ByteBuffer.wrap(framed("large", MANY_QUERIES));
        long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (System.nanoTime() < deadline && queries.hasRemaining()) {
            channel.write(queries);
        }
        assertThat(queries.remaining()).as("octets that nobody takes").isPositive();
        eventuallyOpen(0);
        assertAnswers(connect("127.0.0.1"));
    }

    @Test
    void closesTheOneThatHasNotReadForLongest() throws Exception {
        List<Socket> lazy = new ArrayList<>();
        for (int i = 0; i < LIMITS.stalled() + 1; i++) {
            lazy.add(connect("127.0.0.1"));
            lazy.getLast().getOutputStream().write(framed("large", 400));
            Thread.sleep(200);
        }
        eventuallyOpen(LIMITS.stalled());
        assertCloses(lazy.getFirst());
        for (int i = 0; i < 400; i++) {
            assertThat(read(lazy.getLast()).getSection(Section.ANSWER)).hasSize(3_000);
        }
    }

    @Test
    void keepsOneClientFromTakingAll() throws Exception {
        List<Socket> greedy = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            greedy.add(connect("127.0.0.1"));
        }
        assertAnswers(greedy.getLast());
        eventuallyOpen(LIMITS.perClient());
        for (int i = 0; i < 35; i++) {
            assertCloses(greedy.get(i));
        }
        assertAnswers(connect("127.0.0.2"));
    }

    @Test
    void refusesMoreThanItsTotal() throws Exception {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < LIMITS.total(); i++) {
            all.add(connect("127.0.0." + (1 + i)));
            assertAnswers(all.getLast());
        }
        assertCloses(connect("127.0.0.99"));
        all.forEach(socket -> assertThatCode(() -> assertAnswers(socket)).doesNotThrowAnyException());
        all.getFirst().close();
        eventuallyOpen(LIMITS.total() - 1);
        assertAnswers(connect("127.0.0.99"));
    }

    @Test
    void readsOnlyTheBeginningOfOverlongQueries() throws Exception {
        Socket socket = connect("127.0.0.1");
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int length : new int[] {QueryStream.QUERY_OCTETS, QueryStream.QUERY_OCTETS + 1, 65_535}) {
            DataOutputStream frame = new DataOutputStream(octets);
            byte[] query = Asker.query("small.n.svc.clusterset.local", Type.A).toWire();
            frame.writeShort(length);
            frame.write(query);
            frame.write(new byte[length - query.length]);
        }
        octets.writeBytes(framed("small", 1));
        byte[] all = octets.toByteArray();
        for (int at = 0; at < all.length; at += 1_000) {
            socket.getOutputStream().write(all, at, Math.min(1_000, all.length - at));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(read(socket).getRcode()).isEqualTo(Rcode.FORMERR);
        }
        assertThat(read(socket).getSection(Section.ANSWER)).hasSize(1);
    }
}
