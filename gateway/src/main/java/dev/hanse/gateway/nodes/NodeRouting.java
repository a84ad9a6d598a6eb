// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.net.text.Utf8;
import dev.hanse.net.time.NanoClock;
import dev.hanse.proto.v1.NodeRoutingGrpc;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.WatchRequest;
import dev.hanse.proto.v1.WatchResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The call. Runs on gRPC's threads. */
final class NodeRouting extends NodeRoutingGrpc.NodeRoutingImplBase {

    /** Local end of the connection that a call came by. */
    static final Context.Key<InetAddress> REACHED = Context.key("hanse-reached");

    /** Its other end. */
    static final Context.Key<InetAddress> CALLER = Context.key("hanse-caller");

    private static final int MAX_NAME = 253;
    private static final int MAX_VERSION = 64;

    private final NodeStreams streams;
    private final List<InetAddress> configured;
    private final List<InetSocketAddress> dns;
    private final RoutedNodes routed;
    private final NanoClock clock;

    /**
     * @param configured own addresses; none: they follow from the connection
     * @param dns where the gateway listens for DNS
     * @param routed takes VXLAN of nodes that ask for it
     */
    NodeRouting(
            NodeStreams streams,
            List<InetAddress> configured,
            List<InetSocketAddress> dns,
            RoutedNodes routed,
            NanoClock clock) {
        this.streams = streams;
        this.configured = List.copyOf(configured);
        this.dns = List.copyOf(dns);
        this.routed = routed;
        this.clock = clock;
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> node) {
        int name = Utf8.octets(request.getNode());
        if (name < 1 || name > MAX_NAME || Utf8.octets(request.getSoftwareVersion()) > MAX_VERSION) {
            node.onError(Status.INVALID_ARGUMENT
                    .withDescription("node: " + name + " octets (expected: 1 to " + MAX_NAME
                            + "; software_version: at most " + MAX_VERSION + ")")
                    .asRuntimeException());
            return;
        }
        if (!(node instanceof ServerCallStreamObserver<WatchResponse> call)) {
            throw new IllegalStateException("gRPC gives servers such observers");
        }
        // Without it an end by the node would throw at the next word.
        call.setOnCancelHandler(() -> {});
        InetAddress reached = REACHED.get();
        List<InetAddress> hops = configured.isEmpty() && reached != null ? NextHops.beside(reached) : configured;
        streams.add(new WatchStream(call, here(hops), vxlan(request, reached), clock));
    }

    private Supplier<RoutedNodes.Answer> vxlan(WatchRequest request, @Nullable InetAddress reached) {
        InetAddress caller = CALLER.get();
        return request.getVxlan() && caller != null && reached != null
                ? () -> routed.admit(NextHops.unscoped(caller), reached)
                : RoutedNodes.Answer.Unasked::new;
    }

    /** What a node is told of where this gateway is. */
    private NodeView here(List<InetAddress> hops) {
        return NodeView.newBuilder()
                .addAllNextHops(hops.stream().map(InetAddress::getHostAddress).toList())
                .addAllDnsAddresses(DnsAddresses.of(dns, hops))
                .build();
    }
}
