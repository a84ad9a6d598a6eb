// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.membership.RestoreWatch;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.rpc.Caller;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.LargeMessages;
import dev.hanse.controlplane.views.Views;
import dev.hanse.net.time.SteadyTime;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.FederationGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;

/** Answers {@code Federation}: each call becomes a stream with its reader and its writer. Thread-safe. */
public final class FederationService extends FederationGrpc.FederationImplBase {

    private final InstantSource clock;
    private final Streams streams;
    private final Greeting greeting;
    private final InboundExports exports;
    private final InboundPaths paths;
    private final InboundWrites writes;
    private final InboundTunnel tunnel;
    private final OutboundView view;
    private final Departure departure;
    private final GatewayLines lines = new GatewayLines(System::nanoTime);

    /**
     * For calls that come through {@link dev.hanse.controlplane.rpc.CallerInterceptor}.
     *
     * @param loop that owns peers, exports and views
     * @param terms that gateways are told
     * @param clock for people
     * @param steady for how long gateways are lost
     * @param certificates that a stream is checked against when it begins
     * @param peers that gateways are to each other
     * @param exports that streams feed
     * @param views that streams read
     * @param streams that are open
     * @param audit of keys that were given up, and of items that were refused
     * @param restores is told of gateways that stand where they cannot have been sent
     * @param reach is told who is connected, and tells what others reach
     */
    public FederationService(
            ControlLoop loop,
            ExchangeTerms terms,
            InstantSource clock,
            SteadyTime steady,
            IssuedCertificates certificates,
            Peers peers,
            MemberExports exports,
            Views views,
            Streams streams,
            AuditLog audit,
            RestoreWatch restores,
            ReachNews reach) {
        this.clock = clock;
        this.streams = streams;
        Admission admission = new Admission(peers.members(), certificates);
        Announcement announcement = new Announcement(peers, streams, views, audit, clock);
        this.greeting =
                new Greeting(loop, terms, admission, announcement, streams, exports, views, restores, lines, reach);
        this.exports =
                new InboundExports(loop, streams, exports, views, clock, new RefusedItems(terms.clusterSet(), audit));
        this.paths = new InboundPaths(loop, streams, peers, clock, reach);
        this.writes = new InboundWrites(loop, streams, peers);
        this.tunnel = new InboundTunnel(loop, streams, admission, announcement);
        this.view = new OutboundView(loop, views);
        this.departure = new Departure(loop, streams, peers, exports, views, clock, steady, reach);
    }

    @Override
    public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> observer) {
        ServerCallStreamObserver<ExchangeResponse> call = (ServerCallStreamObserver<ExchangeResponse>) observer;
        Caller caller = Caller.current();
        GatewayId gateway = caller.gateway().gateway();
        GatewayStream stream = streams.open(gateway, caller.serial(), caller.address());
        Inbound inbound = new Inbound(stream, greeting, exports, paths, writes, tunnel, new ClockSkew(clock), lines);
        LargeMessages.endBy(Inbound.CONTRACT_OCTETS, why -> stream.end(new StreamEnd.Failed(why)));
        call.disableAutoRequest();
        call.setOnReadyHandler(stream::signal);
        call.setOnCancelHandler(() -> stream.end(new StreamEnd.Gone("cancelled")));
        Thread.ofVirtual()
                .name("exchange " + gateway)
                .start(new StreamWriter(stream, view, departure, streams.counters(), lines, call));
        call.request(1);
        return new StreamReader(stream, inbound, call);
    }
}
