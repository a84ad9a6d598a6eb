// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Protects the portable edge, on loopback. */
class VertxDatagramPortTest extends DatagramPortContract {

    private static final int BUFFER = 1 << 18;

    private final Vertx vertx = Vertx.vertx();
    private DatagramPort first;
    private DatagramPort second;

    @BeforeEach
    void bind() throws TimeoutException {
        first = open();
        second = open();
    }

    private DatagramPort open() throws TimeoutException {
        return VertxDatagramPort.open(vertx, new InetSocketAddress("127.0.0.1", 0), BUFFER)
                .await(20, TimeUnit.SECONDS);
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
