// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.exports.ProtocolException;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.gateway.views.ViewAssembler;
import dev.hanse.proto.v1.ClusterReach;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.Welcome;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * One stream from Hello to its end: Hello → Welcome → deltas, acknowledgements and heartbeats both ways. Belongs to the
 * control loop, which makes it the only writer of the stream.
 */
final class ExchangeSession implements ExchangeStream.Events {

    private static final int MIN_INTERVAL_MILLIS = 50;
    private static final int MAX_INTERVAL_MILLIS = 600_000;
    private static final Duration PATHS_EVERY = Duration.ofSeconds(10);
    private static final Duration WRITES_EVERY = Duration.ofSeconds(2);

    private final LinkContents contents;
    private final OwnTunnel tunnel;
    private final Owner owner;
    private final ExchangeStream stream;
    private final Lease lease;
    private final Heartbeats heartbeats;
    private final Reporting reports;
    private final Reporting writes;

    private boolean welcomed;
    private boolean over;

    /** Who opened the session. */
    interface Owner {

        void onHeard();

        void onWelcome(Welcome welcome);

        void onAcknowledged();

        /** The session is over; called once and last. */
        void onEnd(RpcFailure failure);
    }

    /** Opens a stream and says Hello. */
    ExchangeSession(
            LinkRuntime runtime,
            ControlPlaneAddress address,
            Introduction introduction,
            LinkContents contents,
            Owner owner) {
        this.contents = contents;
        this.tunnel = introduction.tunnel();
        this.owner = owner;
        this.stream = new ExchangeStream(runtime.loop(), runtime.channels(), address, this);
        this.lease = new Lease(runtime.loop(), this::fail);
        this.heartbeats = new Heartbeats(runtime.loop(), runtime.clock(), stream::send);
        this.reports = new Reporting(runtime.loop(), PATHS_EVERY, this::paths, this::pump);
        this.writes = new Reporting(runtime.loop(), WRITES_EVERY, new UntoldWrites(contents.writes()), this::pump);
        stream.send(ExchangeRequest.newBuilder()
                .setHello(introduction.hello(contents))
                .build());
        lease.awaitWelcome();
    }

    @Override
    public void onMessage(ExchangeResponse message) {
        lease.heard();
        owner.onHeard();
        if (message.hasWelcome() == welcomed) {
            fail(welcomed ? "a second Welcome" : "a message before Welcome");
            return;
        }
        switch (message.getMessageCase()) {
            case WELCOME -> onWelcome(message.getWelcome());
            case VIEW_DELTA -> onViewDelta(message.getViewDelta());
            case EXPORT_ACK -> onExportAck(message.getExportAck());
            case TUNNEL_KEY_RETIREMENT ->
                tunnel.retire(message.getTunnelKeyRetirement().getPublicKey(), this::announce);
            case TUNNEL_ENDPOINT_ACK -> tunnel.takeEffect();
            case CLUSTER_REACH -> onReach(message.getClusterReach());
            case GATEWAY_DRAIN -> tunnel.drain(message.getGatewayDrain().getDrained());
            // A heartbeat says that the other end lives, and so does what a later version may say.
            case HEARTBEAT, MESSAGE_NOT_SET -> {}
        }
    }

    private void onWelcome(Welcome welcome) {
        int beat = welcome.getHeartbeatMillis();
        int leaseMillis = welcome.getLeaseMillis();
        if (beat < MIN_INTERVAL_MILLIS || leaseMillis <= beat || leaseMillis > MAX_INTERVAL_MILLIS) {
            fail("heartbeat of " + Integer.toUnsignedString(beat) + " ms and lease of "
                    + Integer.toUnsignedString(leaseMillis) + " ms (expected: " + MIN_INTERVAL_MILLIS
                    + " ms or more, the lease longer than the heartbeat)");
            return;
        }
        welcomed = true;
        lease.hold(Duration.ofMillis(leaseMillis));
        heartbeats.start(Duration.ofMillis(beat));
        contents.exports().onWelcome(welcome.getExportsResumed(), welcome.getExportCoverage());
        owner.onWelcome(welcome);
        tunnel.drain(welcome.getDrained());
        contents.others().begun().accept(welcome.getClusterReach());
        contents.view().onWelcome(welcome.getPodPrefixesList(), welcome.getViewResumed());
        reports.start();
        writes.start();
        pump();
    }

    /** The tunnel has another key: where this stream is over, the Hello of the next one says so. */
    private void announce() {
        if (!over) {
            tunnel.endpoint()
                    .ifPresent(endpoint -> stream.send(ExchangeRequest.newBuilder()
                            .setTunnelEndpoint(endpoint)
                            .build()));
        }
    }

    private void onViewDelta(ViewDelta delta) {
        switch (contents.view().apply(delta)) {
            case ViewAssembler.Outcome.Applied applied ->
                stream.send(
                        ExchangeRequest.newBuilder().setViewAck(applied.ack()).build());
            case ViewAssembler.Outcome.Gap gap -> fail(gap.reason() + "; asking for a snapshot");
        }
    }

    private void onReach(ClusterReach reach) {
        try {
            contents.others().news().accept(reach);
        } catch (IllegalArgumentException e) {
            fail("what other gateways reach: " + e.getMessage());
        }
    }

    private void onExportAck(DeltaAck ack) {
        try {
            contents.exports().acknowledged(ack);
        } catch (ProtocolException e) {
            fail(String.valueOf(e.getMessage()));
            return;
        }
        contents.refused().update(contents.exports().refusals());
        owner.onAcknowledged();
        pump();
    }

    /** Something may be there to send: the paths first, for they are short and concern what is served now. */
    void pump() {
        while (welcomed && !over && stream.isReady()) {
            Optional<ExchangeRequest> next = reports.next().or(writes::next).or(this::nextExport);
            if (next.isEmpty()) {
                return;
            }
            stream.send(next.get());
        }
    }

    private Optional<ExchangeRequest> paths() {
        return Optional.of(ExchangeRequest.newBuilder()
                .setPathReport(contents.paths().get())
                .build());
    }

    private Optional<ExchangeRequest> nextExport() {
        return contents.exports()
                .next()
                .map(delta -> ExchangeRequest.newBuilder().setExportDelta(delta).build());
    }

    /** The path states have changed: the newest are sent as soon as there is room. */
    void onPathsChanged() {
        reports.onChanged();
    }

    @Override
    public void onWritable() {
        pump();
    }

    @Override
    public void onEnd(RpcFailure failure) {
        finish(failure);
    }

    /** Leaves in order; the end of the stream follows. */
    void leave() {
        stopTimers();
        stream.complete();
    }

    /** Ends the session without a word to its owner. */
    void abort() {
        over = true;
        stopTimers();
        stream.abort("gateway is closing");
    }

    private void fail(String reason) {
        stream.abort(reason);
        finish(new RpcFailure(Status.Code.ABORTED, "", reason));
    }

    private void finish(RpcFailure failure) {
        if (!over) {
            over = true;
            stopTimers();
            contents.view().onDisconnect();
            contents.others().ended().run();
            owner.onEnd(failure);
        }
    }

    private void stopTimers() {
        lease.cancel();
        heartbeats.cancel();
        reports.cancel();
        writes.cancel();
    }
}
