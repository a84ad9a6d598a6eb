// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.controlplane.ControlPlane;
import dev.hanse.controlplane.ControlPlaneConfig;
import dev.hanse.controlplane.connections.ServerLimits;
import dev.hanse.controlplane.exchange.LeaseTimes;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.JoinToken;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real control plane on loopback, with the clients that talk to it. Closes them with itself. */
public final class TestControlPlane implements AutoCloseable {

    /** The cluster set of all tests that do not say otherwise. */
    public static final String CLUSTER_SET = "demo";

    /** Long enough not to end by chance on a busy machine. */
    public static final LeaseTimes CALM = new LeaseTimes(Duration.ofSeconds(1), Duration.ofSeconds(20));

    private final Path dataDir;
    private final LeaseTimes times;
    private final ServerLimits limits;
    private final List<String> advertise;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private ControlPlane controlPlane;
    private int port;

    private TestControlPlane(Path dataDir, LeaseTimes times, ServerLimits limits, List<String> advertise) {
        this.dataDir = dataDir;
        this.times = times;
        this.limits = limits;
        this.advertise = advertise;
        this.controlPlane = launch(0, advertise);
        this.port = controlPlane.address().getPort();
    }

    /** Starts one with an empty or used data directory. */
    public static TestControlPlane start(Path dataDir) {
        return start(dataDir, CALM);
    }

    /** Starts one with other heartbeats and leases. */
    public static TestControlPlane start(Path dataDir, LeaseTimes times) {
        return new TestControlPlane(dataDir, times, ServerLimits.ofThisProcess(), List.of());
    }

    /** Starts one that bears less, or more, of its clients. */
    public static TestControlPlane start(Path dataDir, ServerLimits limits) {
        return new TestControlPlane(dataDir, CALM, limits, List.of());
    }

    /** Starts one that tells gateways other addresses than that on which it serves. */
    public static TestControlPlane start(Path dataDir, List<String> advertise) {
        return new TestControlPlane(dataDir, CALM, ServerLimits.ofThisProcess(), advertise);
    }

    private ControlPlane launch(int onPort, List<String> advertise) {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort);
        try {
            return ControlPlane.start(new ControlPlaneConfig(
                    CLUSTER_SET,
                    "cp-1",
                    dataDir,
                    loopback,
                    advertise,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    times,
                    limits));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it; clients stay and find nobody. */
    public void stop() {
        controlPlane.close();
    }

    /** Starts it again, on the same port and data directory. */
    public void startAgain() {
        controlPlane = launch(port, advertise);
    }

    /** As {@link #startAgain}, and names these addresses to its gateways. */
    public void startAgainAdvertising(String... addresses) {
        controlPlane = launch(port, List.of(addresses));
    }

    /** Where it serves, {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Where health and metrics are. */
    public InetSocketAddress statusAddress() {
        return controlPlane.statusAddress();
    }

    /** The certificate in {@code operator/ca.pem}. */
    public X509Certificate root() {
        try {
            return TestIdentity.certificate(Files.readAllBytes(dataDir.resolve("operator/ca.pem")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A channel of a client with this certificate, or none. */
    public ManagedChannel channel(Optional<TestIdentity> identity) {
        try {
            SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(root());
            identity.ifPresent(each -> tls.keyManager(each.key(), each.chain()));
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .sslContext(tls.build())
                    .build();
            channels.add(channel);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The registry as the operator calls it. */
    public ClusterRegistryGrpc.ClusterRegistryBlockingStub registry() {
        return ClusterRegistryGrpc.newBlockingStub(channel(Optional.of(TestIdentity.operator(dataDir))))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    /** Inspection as the operator calls it. */
    public InspectionGrpc.InspectionBlockingStub inspection() {
        return InspectionGrpc.newBlockingStub(channel(Optional.of(TestIdentity.operator(dataDir))))
                .withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    /** The registry as a client without a certificate calls it. */
    public ClusterRegistryGrpc.ClusterRegistryBlockingStub anonymous() {
        return ClusterRegistryGrpc.newBlockingStub(channel(Optional.empty())).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    /** A join token for a new cluster, as text. */
    public String token(String cluster) {
        return registry()
                .createToken(
                        CreateTokenRequest.newBuilder().setClusterId(cluster).build())
                .getToken();
    }

    /** A join token for one more gateway, as text. */
    public String additionalToken(String cluster) {
        return registry()
                .createToken(CreateTokenRequest.newBuilder()
                        .setClusterId(cluster)
                        .setAdditionalGateway(true)
                        .build())
                .getToken();
    }

    /** A join token in the place of a gateway, as text. */
    public String tokenInPlaceOf(String cluster, String gateway) {
        return registry()
                .createToken(CreateTokenRequest.newBuilder()
                        .setClusterId(cluster)
                        .setGatewayName(gateway)
                        .build())
                .getToken();
    }

    /** A request to join that is right in all parts. */
    public RegisterClusterRequest joinRequest(String token, String gateway, TestKey key, String... podPrefixes) {
        JoinToken read = read(token);
        return RegisterClusterRequest.newBuilder()
                .setTokenSecret(read.getSecret())
                .setClusterId(read.getClusterId())
                .setGatewayName(gateway)
                .setCsr(com.google.protobuf.ByteString.copyFrom(key.csr()))
                .addAllPodPrefixes(List.of(podPrefixes))
                .build();
    }

    private static JoinToken read(String token) {
        try {
            return JoinToken.parseFrom(Base64.getUrlDecoder().decode(token.substring("hanse1.".length())));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("token: " + token, e);
        }
    }

    /** Makes a cluster a member and gives its gateway's certificate. */
    public TestIdentity join(String cluster, String gateway, String... podPrefixes) {
        return join(token(cluster), gateway, TestKey.fresh(), podPrefixes);
    }

    /** Makes one more gateway of a cluster a member. */
    public TestIdentity joinAdditional(String cluster, String gateway) {
        return join(additionalToken(cluster), gateway, TestKey.fresh());
    }

    private TestIdentity join(String token, String gateway, TestKey key, String... podPrefixes) {
        RegisterClusterResponse response = anonymous().registerCluster(joinRequest(token, gateway, key, podPrefixes));
        return TestIdentity.of(response.getCertificateChainList(), key);
    }

    /** A gateway with this certificate; not connected yet. */
    public TestGateway gateway(TestIdentity identity) {
        return new TestGateway(channel(Optional.of(identity)));
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        controlPlane.close();
    }
}
