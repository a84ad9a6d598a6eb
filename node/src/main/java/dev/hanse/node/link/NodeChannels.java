// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import dev.hanse.gateway.tls.CredentialFiles;
import dev.hanse.gateway.tls.FollowedKey;
import dev.hanse.gateway.tls.NodeTrust;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Channels to gateways over TLS 1.3, all on one thread. Each takes the credentials that hold when it is opened. Thread-safe. */
public final class NodeChannels implements Channels, AutoCloseable {

    /** A thousand clusters of 64 prefixes, IPv6 as text. */
    private static final int MAX_MESSAGE_OCTETS = 4 << 20;

    private static final int CONNECT_MILLIS = 1_000;

    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("hanse-io", true), NioIoHandler.newFactory());
    private final CredentialFiles credentials;

    /** @param credentials of nodes */
    public NodeChannels(CredentialFiles credentials) {
        this.credentials = credentials;
    }

    @Override
    public ManagedChannel open(InetSocketAddress gateway) {
        return NettyChannelBuilder.forAddress(gateway)
                .overrideAuthority("gateway.hanse.internal")
                .sslContext(tls())
                .eventLoopGroup(thread)
                .channelType(NioSocketChannel.class)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .maxInboundMessageSize(MAX_MESSAGE_OCTETS)
                .directExecutor()
                .disableRetry()
                .build();
    }

    private SslContext tls() {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .endpointIdentificationAlgorithm(null)
                    .keyManager(new FollowedKey(credentials::current))
                    .trustManager(new NodeTrust(credentials::current, _ -> {}))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
