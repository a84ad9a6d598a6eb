// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.listen;

import dev.hanse.net.linux.SocketNumbers;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.vertx.core.spi.transport.Transport;
import java.nio.channels.spi.SelectorProvider;

/** Makes listening sockets of one family for one transport. */
@FunctionalInterface
interface ServerChannels {

    /** A socket that is not bound yet. */
    ServerChannel open(Family family);

    /** For the transport of this name; of others than {@code epoll} and {@code nio} all sockets stay as they are. */
    static ServerChannels of(io.vertx.core.transport.Transport named) {
        Transport transport = named.implementation();
        return switch (named.name()) {
            case "epoll" -> family -> family == Family.BOTH ? both(transport) : epoll(family);
            case "nio" -> family -> family == Family.IPV4 ? nio() : both(transport);
            default -> _ -> both(transport);
        };
    }

    private static ServerChannel both(Transport transport) {
        return transport.serverChannelFactory(false).newChannel();
    }

    private static ServerChannel epoll(Family family) {
        if (family == Family.IPV4) {
            return new EpollServerSocketChannel(SocketProtocolFamily.INET);
        }
        EpollServerSocketChannel channel = new EpollServerSocketChannel(SocketProtocolFamily.INET6);
        channel.config().setOption(Ipv6Only.OPTION, 1);
        return channel;
    }

    /** Java has no option that keeps IPv4 out of a socket of IPv6. */
    private static ServerChannel nio() {
        return new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET);
    }

    /** Apart, so that the classes of epoll are needed only where it is. */
    final class Ipv6Only {

        private static final IntegerUnixChannelOption OPTION =
                new IntegerUnixChannelOption("IPV6_V6ONLY", SocketNumbers.IPPROTO_IPV6, SocketNumbers.IPV6_V6ONLY);

        private Ipv6Only() {}
    }
}
