// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds one connection to what it may send and how long it may last while it is unproven. First in the pipeline, so that
 * it counts what a TLS handshake or half a message takes too. One event loop's.
 */
final class UnprovenGuard extends ChannelInboundHandlerAdapter {

    private final Connections connections;
    private final ConnectionLimits limits;
    private long octets;
    private @Nullable Future<?> age;

    UnprovenGuard(Connections connections, ConnectionLimits limits) {
        this.connections = connections;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connections.opened(context.channel());
        age = context.executor()
                .schedule(
                        () -> connections.end(context.channel(), "lasted too long"),
                        limits.unprovenAge().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        octets += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        if (octets > limits.unprovenOctets()) {
            ReferenceCountUtil.release(message);
            connections.end(context.channel(), "sent too much");
            return;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (age != null) {
            age.cancel(false);
        }
    }
}
