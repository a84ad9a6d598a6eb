// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * What a socket must do that Vert.x does not offer, the only place here that looks under its cover. Owned by one event
 * loop.
 */
final class SocketControl {

    private final Channel channel;

    SocketControl(NetSocket socket) {
        this.channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    }

    /**
     * Puts TLS before all else. Vert.x itself tells of a connection only after the handshake, and until then nobody
     * could count or close it.
     */
    void startTls(SslContext context, Duration handshake) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        channel.pipeline().addFirst(handler);
    }

    /**
     * Reads on, or stops. Vert.x's own pause goes on reading until eight buffers are full, which many connections
     * together could not afford.
     */
    void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Closes at once. Vert.x waits until all is written, for ever where the client does not read. */
    void closeNow() {
        channel.pipeline().firstContext().close();
    }
}
