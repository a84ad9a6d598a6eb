// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.proto.v1.JoinToken;
import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/** The way to a control plane for a client that has nothing but the contract and a join token. Thread-safe. */
final class Door {

    private static final String PREFIX = "hanse1.";

    private final JoinToken token;
    private final InetSocketAddress server;

    /** By a token as {@code hanse token create} prints it. */
    Door(String token) {
        this.token = read(token);
        String address = this.token.getAddresses(0);
        int colon = address.lastIndexOf(':');
        this.server = new InetSocketAddress(
                InetAddress.ofLiteral(address.substring(0, colon)), Integer.parseInt(address.substring(colon + 1)));
    }

    private static JoinToken read(String token) {
        try {
            return JoinToken.parseFrom(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no join token", e);
        }
    }

    JoinToken token() {
        return token;
    }

    InetSocketAddress server() {
        return server;
    }

    /** A connection without a certificate, from an address of this host; the caller ends it. */
    ManagedChannel stranger(String from) {
        return open(from, tls -> tls);
    }

    /** A connection of a member, from any address of this host; the caller ends it. */
    ManagedChannel member(Membership member) {
        return open("0.0.0.0", tls -> tls.keyManager(member.key().secret(), member.chain()));
    }

    /** Callbacks run on the event loop: what this package does in them is short, and threads cost the honest ones. */
    private ManagedChannel open(String from, UnaryOperator<SslContextBuilder> identity) {
        try {
            SslContextBuilder tls = GrpcSslContexts.forClient()
                    .trustManager(new PinnedRoot(token.getCaPin().toByteArray()));
            return NettyChannelBuilder.forAddress(server)
                    .directExecutor()
                    .overrideAuthority("control-plane.invalid")
                    .maxInboundMessageSize(8 << 20)
                    .localSocketPicker(new From(from))
                    .sslContext(identity.apply(tls).build())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class From extends NettyChannelBuilder.LocalSocketPicker {
        private final InetSocketAddress address;

        From(String from) {
            this.address = new InetSocketAddress(InetAddress.ofLiteral(from), 0);
        }

        @Override
        public SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
            return address;
        }
    }
}
