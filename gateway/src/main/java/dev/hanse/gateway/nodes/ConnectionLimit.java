// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** Stands at the listening socket: so many connections in all, and so many of one address, proven or not; one more is closed. Thread-safe. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {

    /** As many nodes as a Kubernetes cluster is made for. */
    static final int ALL = 5_000;

    /** A node has one; several pods of one node that restarts, and clients behind one address, have more. */
    static final int OF_ADDRESS = 16;

    private final int all;
    private final int ofAddress;
    private final Map<InetAddress, Integer> open = new HashMap<>();
    private int total;

    ConnectionLimit(int all, int ofAddress) {
        this.all = all;
        this.ofAddress = ofAddress;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (accepted instanceof Channel connection && connection.remoteAddress() instanceof InetSocketAddress remote) {
            if (!admit(remote.getAddress())) {
                // It has no event loop yet, so that its pipeline cannot close it.
                connection.unsafe().closeForcibly();
                return;
            }
            connection.closeFuture().addListener(_ -> remove(remote.getAddress()));
        }
        context.fireChannelRead(accepted);
    }

    synchronized boolean admit(InetAddress address) {
        int own = open.getOrDefault(address, 0);
        if (total >= all || own >= ofAddress) {
            return false;
        }
        open.put(address, own + 1);
        total++;
        return true;
    }

    synchronized void remove(InetAddress address) {
        open.computeIfPresent(address, (_, own) -> own > 1 ? own - 1 : null);
        total--;
    }
}
