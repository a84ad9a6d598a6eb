// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.gateway.paths.PathStatus;
import dev.hanse.gateway.tls.CredentialFiles;
import dev.hanse.gateway.tls.FollowedKey;
import dev.hanse.gateway.tls.NodeTrust;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.RepeatLimit;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the nodes of the cluster over TLS 1.3, each side with a certificate of the node authority. Thread-safe. */
public final class NodePort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodePort.class);

    private static final int MAX_REQUEST_OCTETS = 4_096;
    private static final long HANDSHAKE_SECONDS = 5;
    private static final long IDLE_SECONDS = 10;
    private static final int CALLS_OF_CONNECTION = 2;

    /** For nodes to take other routes; who has done so lets go of the stream, most within a tenth of it. */
    private static final long MOVE_MILLIS = 600;

    private static final long LOOK_MILLIS = 20;
    private static final long CLOSE_MILLIS = 200;

    private final NodeStreams streams;
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("hanse-nodes-io", true), NioIoHandler.newFactory());
    private final RepeatLimit<String> refusals = new RepeatLimit<>(System::nanoTime);
    private final Server server;

    /**
     * What nodes are told of.
     *
     * @param cluster the gateway's own
     * @param gateway its name within it
     * @param pods the cluster's pod prefixes
     * @param services its service prefixes
     * @param dns where the gateway listens for DNS, with real ports
     * @param content the newest view
     * @param paths the paths at this moment
     * @param fromState whether the control plane has not confirmed that view, or is not heard
     * @param routed takes VXLAN of nodes that ask for it
     */
    public record Told(
            String cluster,
            String gateway,
            List<IpPrefix> pods,
            List<IpPrefix> services,
            List<InetSocketAddress> dns,
            Supplier<ViewContent> content,
            Supplier<PathStatus> paths,
            BooleanSupplier fromState,
            RoutedNodes routed) {

        private NodeViews views() {
            return new NodeViews(new NodeViews.Own(cluster, gateway, pods, services), content, paths, fromState);
        }
    }

    private NodePort(NodesConfig config, CredentialFiles credentials, NodeStreams streams, NodeRouting routing)
            throws IOException {
        this.streams = streams;
        this.server = NettyServerBuilder.forAddress(config.listen())
                .channelFactory(this::listening)
                .bossEventLoopGroup(threads)
                .workerEventLoopGroup(threads)
                .sslContext(tls(credentials))
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                .maxConcurrentCallsPerConnection(CALLS_OF_CONNECTION)
                .maxInboundMessageSize(MAX_REQUEST_OCTETS)
                .maxInboundMetadataSize(MAX_REQUEST_OCTETS)
                .directExecutor()
                .intercept(new Reached())
                .addService(routing)
                .build();
    }

    /**
     * Begins to serve. Blocks until the port is bound.
     *
     * @throws IOException when credentials cannot be read or the address cannot be bound; says what to do
     */
    public static NodePort start(NodesConfig config, Told told, InstantSource clock) throws IOException {
        CredentialFiles credentials = CredentialFiles.open(config.credentials(), clock);
        NodeStreams streams = new NodeStreams(told.views(), System::nanoTime);
        NodePort port = new NodePort(
                config,
                credentials,
                streams,
                new NodeRouting(streams, config.addresses(), told.dns(), told.routed(), System::nanoTime));
        try {
            port.server.start();
        } catch (IOException e) {
            port.close();
            throw new IOException(
                    "nodes.listen: " + config.listen() + " cannot be bound: " + cause(e)
                            + " (expected: an address of this host and a port that no other process uses)",
                    e);
        }
        port.streams.start();
        LOG.info("nodes: served on port {}", port.server.getPort());
        return port;
    }

    private static String cause(IOException e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    private NioServerSocketChannel listening() {
        NioServerSocketChannel channel = new NioServerSocketChannel();
        channel.pipeline().addLast(new ConnectionLimit(ConnectionLimit.ALL, ConnectionLimit.OF_ADDRESS));
        return channel;
    }

    /** On the JDK's TLS: key and authorities may change between two handshakes. */
    private SslContext tls(CredentialFiles credentials) throws IOException {
        return GrpcSslContexts.configure(
                        SslContextBuilder.forServer(new FollowedKey(credentials::current)), SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(new NodeTrust(credentials::current, this::refused))
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private void refused(String why) {
        refusals.tell(why).ifPresent(more -> LOG.warn("nodes: a connection was refused: {}{}", why, more));
    }

    /** How many nodes watch. */
    public int watching() {
        return streams.open();
    }

    /** The port, the real one where 0 was asked for. */
    public int port() {
        return server.getPort();
    }

    /** Tells every node that this gateway stops, and waits until they have taken another one, six tenths of a second at most. Nothing where no node watches. */
    public void leave() throws InterruptedException {
        if (streams.open() > 0) {
            streams.leave();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOVE_MILLIS);
            while (streams.open() > 0 && System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Ends every stream. Idempotent. */
    @Override
    public void close() {
        streams.close();
        server.shutdown();
        try {
            server.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Has each call know between which addresses it came. */
    private static final class Reached implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Context context = Context.current()
                    .withValues(
                            NodeRouting.REACHED,
                            address(call, Grpc.TRANSPORT_ATTR_LOCAL_ADDR),
                            NodeRouting.CALLER,
                            address(call, Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
            return Contexts.interceptCall(context, call, headers, next);
        }

        private static @Nullable InetAddress address(ServerCall<?, ?> call, Attributes.Key<SocketAddress> end) {
            return call.getAttributes().get(end) instanceof InetSocketAddress address ? address.getAddress() : null;
        }
    }
}
