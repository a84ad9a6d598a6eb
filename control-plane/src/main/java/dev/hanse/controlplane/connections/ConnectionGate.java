// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands in the pipeline of the listening socket, which reads connections: those that are not admitted end here. */
@Sharable
final class ConnectionGate extends ChannelInboundHandlerAdapter {

    private final Connections connections;

    ConnectionGate(Connections connections) {
        this.connections = connections;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (accepted instanceof Channel connection && !connections.admit(connection)) {
            // It has no event loop yet, so that its pipeline cannot close it.
            connection.unsafe().closeForcibly();
            return;
        }
        context.fireChannelRead(accepted);
    }
}
