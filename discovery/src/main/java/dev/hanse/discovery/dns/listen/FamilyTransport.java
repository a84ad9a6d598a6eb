// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.listen;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Future;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * The transport that Vert.x would choose, with listening TCP sockets of the {@link Family} that is asked for. Those of Vert.x are all of IPv6 where the
 * host has it, take IPv4 too, and so {@code 0.0.0.0} becomes {@code ::}. Thread-safe.
 */
public final class FamilyTransport implements Transport {

    private static final ScopedValue<Family> WANTED = ScopedValue.newInstance();

    private final Transport system;
    private final ServerChannels channels;

    private FamilyTransport(Transport system, ServerChannels channels) {
        this.system = system;
        this.channels = channels;
    }

    /** Over the native transport where this system has one. */
    public static io.vertx.core.transport.Transport ofThisSystem() {
        io.vertx.core.transport.Transport found = io.vertx.core.transport.Transport.nativeTransport();
        return new Named(found != null && found.available() ? found : io.vertx.core.transport.Transport.NIO);
    }

    /**
     * Begins to listen on sockets of one family; without this transport, on what Vert.x makes.
     *
     * @param listen makes the socket before it returns: Vert.x does where the host is a literal address
     */
    public static <T> Future<T> listen(Family family, Supplier<Future<T>> listen) {
        return ScopedValue.where(WANTED, family).call(listen::get);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        if (domainSocket || !WANTED.isBound()) {
            return system.serverChannelFactory(domainSocket);
        }
        Family family = WANTED.get();
        return () -> channels.open(family);
    }

    @Override
    public boolean supportsDomainSockets() {
        return system.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return system.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return system.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return system.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return system.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return system.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return system.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return system.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    @SuppressWarnings("deprecation") // as Vert.x has it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return system.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return system.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return system.channelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        system.configure(channel, options);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
        system.configure(config, domainSocket, bootstrap);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        system.configure(config, domainSocket, bootstrap);
    }

    /** How {@code VertxBuilder} takes a transport. */
    private record Named(io.vertx.core.transport.Transport system) implements io.vertx.core.transport.Transport {

        @Override
        public String name() {
            return system.name();
        }

        @Override
        public boolean available() {
            return system.available();
        }

        @Override
        public Throwable unavailabilityCause() {
            return system.unavailabilityCause();
        }

        @Override
        public Transport implementation() {
            return new FamilyTransport(system.implementation(), ServerChannels.of(system));
        }
    }
}
