// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Connections of clients to a control plane as the contract wants them: TLS 1.3, with or without a certificate. */
final class Channels implements AutoCloseable {

    private static final int ATTEMPTS = 15;

    private final InetSocketAddress server;
    private final Path operator;
    private final List<ManagedChannel> open = new ArrayList<>();
    private int anonymous;
    private int attempts;
    private @Nullable ManagedChannel newcomers;

    /**
     * @param server where the control plane serves
     * @param operator its directory of that name
     */
    Channels(InetSocketAddress server, Path operator) {
        this.server = server;
        this.operator = operator;
    }

    /** As the operator. */
    ManagedChannel operator() {
        return open(
                "127.0.0.1",
                tls -> tls.keyManager(
                        operator.resolve("operator.pem").toFile(),
                        operator.resolve("operator-key.pem").toFile()));
    }

    /** As nobody, from an address that nobody has come from: the control plane counts attempts by address. */
    ManagedChannel anonymous() {
        return open("127.0.1." + ++anonymous, tls -> tls);
    }

    /** As nobody too, for one attempt of many: each address gets as few as are taken from it. */
    ManagedChannel newcomer() {
        if (attempts++ % ATTEMPTS == 0) {
            newcomers = anonymous();
        }
        return Objects.requireNonNull(newcomers);
    }

    /** As a member. */
    ManagedChannel of(MemberKey key, List<X509Certificate> chain) {
        return open("127.0.0.1", tls -> tls.keyManager(key.privateKey(), chain));
    }

    private ManagedChannel open(String from, UnaryOperator<SslContextBuilder> identity) {
        try {
            SslContextBuilder tls = GrpcSslContexts.forClient()
                    .trustManager(operator.resolve("ca.pem").toFile());
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                    .localSocketPicker(new NettyChannelBuilder.LocalSocketPicker() {
                        @Override
                        public SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
                            return new InetSocketAddress(from, 0);
                        }
                    })
                    .sslContext(identity.apply(tls).build())
                    .build();
            open.add(channel);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open.forEach(ManagedChannel::shutdownNow);
    }
}
