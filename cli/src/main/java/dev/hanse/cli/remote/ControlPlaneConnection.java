// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.net.identity.PrivateKeys;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractBlockingStub;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One connection to a control plane for the life of a verb. Calls end after 10 seconds. */
public final class ControlPlaneConnection implements AutoCloseable {

    private static final long CALL_SECONDS = 10;

    private final ManagedChannel channel;

    /**
     * @param channel closed with this connection
     */
    public ControlPlaneConnection(ManagedChannel channel) {
        this.channel = channel;
    }

    static ControlPlaneConnection open(ServerAddress address, OperatorCredentials credentials) {
        return new ControlPlaneConnection(NettyChannelBuilder.forAddress(address.host(), address.port())
                .sslContext(tls(credentials))
                .userAgent("hanse-cli")
                .build());
    }

    private static SslContext tls(OperatorCredentials credentials) {
        try {
            return GrpcSslContexts.forClient()
                    .keyStoreType(PrivateKeys.KEY_STORE_IN_MEMORY)
                    .keyManager(credentials.chain().toFile(), credentials.key().toFile())
                    .trustManager(new ControlPlaneTrust(credentials.roots(), credentials.clusterSet()))
                    .protocols("TLSv1.3")
                    .build();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new CommandFailure(
                    "operator credentials: " + credentials.key() + " does not fit " + credentials.chain() + ": "
                            + e.getMessage(),
                    "copy the operator directory of the control plane again",
                    e);
        }
    }

    /** A blocking stub whose next call ends in time. */
    public <S extends AbstractBlockingStub<S>> S stub(Function<Channel, S> factory) {
        return factory.apply(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the connection at once. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
