// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import com.google.protobuf.Timestamp;
import dev.hanse.gateway.exports.ExportPublisher;
import dev.hanse.gateway.exports.ProtocolException;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.gateway.views.ViewAssembler;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.Welcome;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One stream from Hello to its end: Hello → Welcome → deltas, acknowledgements and heartbeats both ways. Belongs to the
 * control loop, which makes it the only writer of the stream.
 */
final class ExchangeSession implements ExchangeStream.Events {

    private static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATH_REPORT_EVERY = Duration.ofSeconds(10);
    private static final int MIN_INTERVAL_MILLIS = 50;
    private static final int MAX_INTERVAL_MILLIS = 600_000;

    private final ControlLoop loop;
    private final Clock clock;
    private final ExportPublisher publisher;
    private final ViewAssembler assembler;
    private final Supplier<PathReport> paths;
    private final Owner owner;
    private final ExchangeStream stream;

    private boolean welcomed;
    private boolean over;
    private boolean heard;
    private boolean pathsDue;
    private ControlLoop.Timer lease = ControlLoop.Timer.NONE;
    private ControlLoop.Timer heartbeat = ControlLoop.Timer.NONE;
    private ControlLoop.Timer report = ControlLoop.Timer.NONE;

    /** Who opened the session. */
    interface Owner {

        void onHeard();

        void onWelcome(Welcome welcome);

        void onView();

        void onAcknowledged();

        /** The session is over; called once and last. */
        void onEnd(RpcFailure failure);
    }

    /** Opens a stream and says Hello. */
    ExchangeSession(
            ControlLoop loop,
            Clock clock,
            ChannelFactory channels,
            ControlPlaneAddress address,
            ExportPublisher publisher,
            ViewAssembler assembler,
            Supplier<PathReport> paths,
            Hello hello,
            Owner owner) {
        this.loop = loop;
        this.clock = clock;
        this.publisher = publisher;
        this.assembler = assembler;
        this.paths = paths;
        this.owner = owner;
        this.stream = new ExchangeStream(loop, channels, address, this);
        stream.send(ExchangeRequest.newBuilder().setHello(hello).build());
        lease = loop.schedule(WELCOME_TIMEOUT, () -> fail("no Welcome within " + WELCOME_TIMEOUT.toSeconds() + " s"));
    }

    @Override
    public void onMessage(ExchangeResponse message) {
        heard = true;
        owner.onHeard();
        if (message.hasWelcome() == welcomed) {
            fail(welcomed ? "a second Welcome" : "a message before Welcome");
            return;
        }
        switch (message.getMessageCase()) {
            case WELCOME -> onWelcome(message.getWelcome());
            case VIEW_DELTA -> onViewDelta(message.getViewDelta());
            case EXPORT_ACK -> onExportAck(message.getExportAck());
            // A heartbeat says that the other end lives, and so does what a later version may say.
            case HEARTBEAT, MESSAGE_NOT_SET -> {}
        }
    }

    private void onWelcome(Welcome welcome) {
        int beat = welcome.getHeartbeatMillis();
        int leaseMillis = welcome.getLeaseMillis();
        if (beat < MIN_INTERVAL_MILLIS || leaseMillis <= beat || leaseMillis > MAX_INTERVAL_MILLIS) {
            fail("heartbeat of " + beat + " ms and lease of " + leaseMillis + " ms (expected: " + MIN_INTERVAL_MILLIS
                    + " ms or more, the lease longer than the heartbeat)");
            return;
        }
        welcomed = true;
        lease.cancel();
        watchLease(Duration.ofMillis(leaseMillis));
        beat(Duration.ofMillis(beat));
        publisher.onWelcome(welcome.getExportsResumed());
        if (!welcome.getViewResumed()) {
            assembler.requireSnapshot();
        }
        owner.onWelcome(welcome);
        reportPaths();
        pump();
    }

    private void onViewDelta(ViewDelta delta) {
        switch (assembler.apply(delta)) {
            case ViewAssembler.Outcome.Applied applied -> {
                stream.send(
                        ExchangeRequest.newBuilder().setViewAck(applied.ack()).build());
                if (applied.changed()) {
                    owner.onView();
                }
            }
            case ViewAssembler.Outcome.Gap gap -> {
                assembler.requireSnapshot();
                fail(gap.reason() + "; asking for a snapshot");
            }
        }
    }

    private void onExportAck(DeltaAck ack) {
        try {
            publisher.acknowledged(ack);
        } catch (ProtocolException e) {
            fail(String.valueOf(e.getMessage()));
            return;
        }
        owner.onAcknowledged();
        pump();
    }

    /** Something may be there to send. */
    void pump() {
        while (welcomed && !over && stream.isReady()) {
            Optional<ExchangeRequest> next = pathsDue ? Optional.of(pathReport()) : nextExport();
            if (next.isEmpty()) {
                return;
            }
            stream.send(next.get());
        }
    }

    private ExchangeRequest pathReport() {
        pathsDue = false;
        return ExchangeRequest.newBuilder().setPathReport(paths.get()).build();
    }

    private Optional<ExchangeRequest> nextExport() {
        return publisher
                .next()
                .map(delta -> ExchangeRequest.newBuilder().setExportDelta(delta).build());
    }

    /** The path states have changed: the newest are sent as soon as there is room. */
    void onPathsChanged() {
        pathsDue = true;
        pump();
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
            assembler.onDisconnect();
            owner.onEnd(failure);
        }
    }

    private void stopTimers() {
        lease.cancel();
        heartbeat.cancel();
        report.cancel();
    }

    /** Looks four times in a lease whether anything was heard; ends the session after a whole lease of silence. */
    private void watchLease(Duration length) {
        watchLease(length.dividedBy(4), 0);
    }

    private void watchLease(Duration quarter, int silentQuarters) {
        lease = loop.schedule(quarter, () -> {
            int silent = heard ? 0 : silentQuarters + 1;
            heard = false;
            if (silent >= 4) {
                fail("nothing heard for the lease of " + quarter.multipliedBy(4).toMillis() + " ms");
            } else {
                watchLease(quarter, silent);
            }
        });
    }

    /**
     * Also when something else was sent: it costs little, and the other end's watch never depends on what else is said.
     */
    private void beat(Duration every) {
        heartbeat = loop.schedule(every, () -> {
            Instant now = clock.instant();
            Timestamp.Builder at =
                    Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano());
            stream.send(ExchangeRequest.newBuilder()
                    .setHeartbeat(Heartbeat.newBuilder().setSentAt(at))
                    .build());
            beat(every);
        });
    }

    private void reportPaths() {
        report = loop.schedule(PATH_REPORT_EVERY, this::reportPaths);
        onPathsChanged();
    }
}
