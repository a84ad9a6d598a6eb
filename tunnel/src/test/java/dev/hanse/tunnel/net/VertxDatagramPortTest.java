// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects the portable edge, on loopback. */
class VertxDatagramPortTest extends DatagramPortContract {

    private static final int BUFFER = 1 << 18;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private VertxDatagramPort first;
    private VertxDatagramPort second;

    @BeforeEach
    void bind() throws TimeoutException {
        first = open();
        second = open();
    }

    private VertxDatagramPort open() throws TimeoutException {
        return VertxDatagramPort.open(vertx, new InetSocketAddress("127.0.0.1", 0), BUFFER)
                .await(20, TimeUnit.SECONDS);
    }

    /** While the event loop is busy, nothing leaves; what is given in the meantime is refused from some point on, not kept. */
    @Test
    void keepsABoundedNumberOfDatagrams() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        vertx.runOnContext(ignored -> {
            busy.countDown();
            awaitQuietly(done);
        });
        busy.await();
        int taken = 0;
        while (taken < VertxDatagramPort.MAX_SENDING && send() == DatagramPort.Sent.TAKEN) {
            taken++;
        }
        assertThat(taken).isEqualTo(VertxDatagramPort.MAX_SENDING);
        assertThat(send()).isEqualTo(DatagramPort.Sent.FULL);
        done.countDown();
        Eventually.await("room to send", () -> send() != DatagramPort.Sent.FULL);
    }

    private record Datagram(SocketAddress sender, Buffer data) implements DatagramPacket {}

    /** They come on the event loop, where nobody takes one out before the last has come. */
    @Test
    void countsWhatCameWhileItWasFull() throws InterruptedException {
        Datagram datagram = new Datagram(SocketAddress.inetSocketAddress(1, "192.0.2.1"), Buffer.buffer("x"));
        CountDownLatch done = new CountDownLatch(1);
        vertx.runOnContext(ignored -> {
            for (int i = 0; i < VertxDatagramPort.MAX_WAITING + 5; i++) {
                second.onDatagram(datagram);
            }
            done.countDown();
        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(second.lost()).isEqualTo(5);
        DatagramBurst burst = new DatagramBurst();
        for (int i = 0; i < VertxDatagramPort.MAX_WAITING; i++) {
            assertThat(second.receive(burst)).isTrue();
        }
        assertThat(second.receive(burst)).isFalse();
    }

    @Test
    void sendsNothingThatMustStayWhole() {
        assertThat(first().send(new byte[9], 0, 9, 9, second().localAddress(), DatagramPort.Carriage.WHOLE))
                .isEqualTo(DatagramPort.Sent.REFUSED);
    }

    private DatagramPort.Sent send() {
        return first.send(new byte[1], 0, 1, 1, second.localAddress());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws TimeoutException {
        first.close();
        second.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Override
    DatagramPort first() {
        return first;
    }

    @Override
    DatagramPort second() {
        return second;
    }
}
