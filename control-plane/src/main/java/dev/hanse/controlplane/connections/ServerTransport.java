// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.connections;

import dev.hanse.controlplane.identity.IssuedCertificates;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What connections run on: as gRPC would choose, epoll where its library is there, with a gate at the listening socket.
 * Thread-safe.
 */
public final class ServerTransport implements AutoCloseable {

    private final EventLoopGroup accepting = new MultiThreadIoEventLoopGroup(1, threads("grpc-accept"), handlers());
    private final EventLoopGroup reading = new MultiThreadIoEventLoopGroup(0, threads("grpc-io"), handlers());
    private final Connections connections;
    private final IssuedCertificates certificates;

    /**
     * @param connections that it holds to their limits
     * @param certificates of which revoked ones prove nothing
     */
    public ServerTransport(Connections connections, IssuedCertificates certificates) {
        this.connections = connections;
        this.certificates = certificates;
    }

    private static DefaultThreadFactory threads(String name) {
        return new DefaultThreadFactory(name, true);
    }

    private static IoHandlerFactory handlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Has a server run on this. */
    public NettyServerBuilder carry(NettyServerBuilder server) {
        return server.channelFactory(this::listening)
                .bossEventLoopGroup(accepting)
                .workerEventLoopGroup(reading)
                .addTransportFilter(new ProvenIdentities(connections, certificates));
    }

    private ServerChannel listening() {
        ServerChannel channel = Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
        channel.pipeline().addLast(new ConnectionGate(connections));
        return channel;
    }

    /** Ends its threads; to be called when the server has ended. Idempotent. */
    @Override
    public void close() {
        accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        reading.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
