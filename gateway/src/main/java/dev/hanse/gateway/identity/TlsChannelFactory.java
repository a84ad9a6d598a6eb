// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.net.identity.PrivateKeys;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Channels over TLS 1.3, on BoringSSL (which offers X25519MLKEM768) where its native part loads, else on the JDK. Each
 * channel takes the credentials that hold when it is opened, so that a renewed certificate serves the next connection
 * and disturbs no live one.
 */
public final class TlsChannelFactory implements ChannelFactory {

    /** The contracts bound a delta to 1 MiB; the rest is room for what wraps it. */
    private static final int MAX_MESSAGE_OCTETS = 4 << 20;

    private final Supplier<SslContext> contexts;

    private TlsChannelFactory(Supplier<SslContext> contexts) {
        this.contexts = contexts;
    }

    /** For first contact: no certificate of its own, and the control plane known by the token's pin. */
    public static TlsChannelFactory joining(JoinToken token) {
        ControlPlaneTrust trust = ControlPlaneTrust.pinned(token.clusterSet(), token.caPin());
        return new TlsChannelFactory(() -> build(SslContextBuilder.forClient().trustManager(trust)));
    }

    /** For a member. */
    public static TlsChannelFactory member(Supplier<Credentials> current) {
        return new TlsChannelFactory(() -> {
            Credentials credentials = current.get();
            ControlPlaneTrust trust =
                    ControlPlaneTrust.bundle(credentials.identity().clusterSet(), credentials.bundle());
            return build(SslContextBuilder.forClient()
                    .keyStoreType(PrivateKeys.KEY_STORE_IN_MEMORY)
                    .keyManager(credentials.key(), credentials.chain().toArray(new X509Certificate[0]))
                    .trustManager(trust));
        });
    }

    @Override
    public ManagedChannel open(ControlPlaneAddress address) {
        return NettyChannelBuilder.forAddress(address.host(), address.port())
                .sslContext(contexts.get())
                .maxInboundMessageSize(MAX_MESSAGE_OCTETS)
                .directExecutor()
                .disableRetry()
                .build();
    }

    private static SslContext build(SslContextBuilder builder) {
        SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
        try {
            return GrpcSslContexts.configure(builder, provider)
                    .protocols("TLSv1.3")
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS: " + e.getMessage(), e);
        }
    }
}
