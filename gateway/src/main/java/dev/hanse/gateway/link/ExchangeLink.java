// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.discovery.ExportSet;
import dev.hanse.gateway.exports.ExportChange;
import dev.hanse.gateway.exports.ExportPublisher;
import dev.hanse.gateway.exports.RefusedExport;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.gateway.views.ViewAssembler;
import dev.hanse.gateway.wire.ExportMapper;
import dev.hanse.net.time.Backoff;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Welcome;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the control plane: tries the known addresses in turn, waits between failures with jitter, and
 * carries on where the last session ended. Belongs to the control loop; {@link #status} and {@link #addresses} may be
 * read from any thread.
 */
public final class ExchangeLink implements ExchangeSession.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeLink.class);

    /** A session that held for this long proves that the control plane serves: the next delay is short again. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final ControlLoop loop;
    private final Clock clock;
    private final ChannelFactory channels;
    private final Backoff backoff;
    private final LinkSettings settings;
    private final ViewAssembler assembler;
    private final ExportPublisher publisher;
    private final LinkListener listener;
    private final AddressRing ring;

    private @Nullable ExchangeSession session;
    private @Nullable Runnable onLeft;
    private boolean closed;
    private List<ItemRefusal> refusals = List.of();
    private volatile List<ControlPlaneAddress> addresses;
    private volatile LinkStatus status;

    /** Makes a link that is not started. */
    public ExchangeLink(
            ControlLoop loop,
            Clock clock,
            ChannelFactory channels,
            Backoff backoff,
            List<ControlPlaneAddress> addresses,
            LinkSettings settings,
            ViewAssembler assembler,
            LinkListener listener) {
        this.loop = loop;
        this.clock = clock;
        this.channels = channels;
        this.backoff = backoff;
        this.settings = settings;
        this.assembler = assembler;
        this.listener = listener;
        this.publisher = new ExportPublisher(settings.epochs(), ExportChange.MAX_OCTETS);
        this.ring = new AddressRing(addresses);
        this.addresses = ring.all();
        this.status = new LinkStatus(LinkState.CLOSED, clock.instant(), "", "not started", Instant.EPOCH, 0, 0);
    }

    /** Begins to connect. */
    public void start() {
        loop.execute(this::connect);
    }

    /** What the cluster exports from now on: the complete set. On the control loop. */
    public void export(ExportSet exports) {
        publisher.desire(ExportMapper.toProto(exports));
        pump();
    }

    /** The path states have changed. On the control loop. */
    public void onPathsChanged() {
        if (session != null && status.state() == LinkState.UP) {
            session.onPathsChanged();
        }
    }

    /** Where the link stands. */
    public LinkStatus status() {
        return status;
    }

    /** All known addresses of the control plane. */
    public List<ControlPlaneAddress> addresses() {
        return addresses;
    }

    /**
     * Leaves in order and calls back on the control loop when the control plane has seen it; no further attempt is
     * made.
     */
    public void leave(Runnable left) {
        loop.execute(() -> {
            boolean up = session != null && status.state() == LinkState.UP;
            closed = true;
            if (session != null && up) {
                onLeft = left;
                session.leave();
            } else {
                close();
                left.run();
            }
        });
    }

    /** Ends at once what {@link #leave} has not ended. On the control loop. Idempotent. */
    public void close() {
        closed = true;
        if (session != null) {
            session.abort();
            session = null;
        }
        become(LinkState.CLOSED, "closed");
    }

    private void connect() {
        if (closed) {
            return;
        }
        Optional<ControlPlaneAddress> address = ring.current();
        if (address.isEmpty()) {
            onEnd(new RpcFailure(Status.Code.UNAVAILABLE, "", "no address of a control plane is known"));
            return;
        }
        status = new LinkStatus(
                LinkState.CONNECTING,
                status.since(),
                address.get().toString(),
                status.reason(),
                status.lastHeard(),
                status.connects(),
                publisher.unanswered());
        try {
            session = new ExchangeSession(
                    loop, clock, channels, address.get(), publisher, assembler, settings.paths(), hello(), this);
        } catch (RuntimeException e) {
            onEnd(RpcFailure.of(e));
        }
    }

    private Hello hello() {
        Hello.Builder hello = Hello.newBuilder()
                .setSoftwareVersion(settings.softwareVersion())
                .setViewPosition(assembler.position())
                .setExportPosition(publisher.position());
        settings.tunnelEndpoint().ifPresent(hello::setTunnelEndpoint);
        return hello.build();
    }

    @Override
    public void onHeard() {
        refresh(status.state(), status.since(), status.reason(), status.connects(), clock.instant());
    }

    @Override
    public void onWelcome(Welcome welcome) {
        refresh(LinkState.UP, clock.instant(), "", status.connects() + 1, status.lastHeard());
        LOG.info(
                "link: up with {}, view {}, exports {}",
                status.address(),
                welcome.getViewResumed() ? "resumed" : "follows as a snapshot",
                welcome.getExportsResumed() ? "resumed" : "sent as a snapshot");
        List<ControlPlaneAddress> named = named(welcome);
        if (!named.isEmpty()) {
            ring.replace(named);
            addresses = ring.all();
        }
        listener.onWelcome(welcome.getPodPrefixesList(), named, welcome.getViewResumed());
    }

    private static List<ControlPlaneAddress> named(Welcome welcome) {
        List<ControlPlaneAddress> named = new ArrayList<>();
        for (String text :
                welcome.getControlPlaneAddressesList().stream().limit(16).toList()) {
            try {
                named.add(ControlPlaneAddress.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.warn("link: left out an address that the control plane named: {}", e.getMessage());
            }
        }
        return named;
    }

    @Override
    public void onView() {
        listener.onView();
    }

    @Override
    public void onAcknowledged() {
        refresh(status.state(), status.since(), status.reason(), status.connects(), status.lastHeard());
        List<ItemRefusal> now = publisher.refusals();
        if (!now.equals(refusals)) {
            refusals = now;
            listener.onRefusals(now.stream().map(RefusedExport::of).toList());
        }
    }

    @Override
    public void onEnd(RpcFailure failure) {
        session = null;
        if (closed) {
            become(LinkState.CLOSED, "closed");
            if (onLeft != null) {
                onLeft.run();
            }
            return;
        }
        boolean wasUp = status.state() == LinkState.UP;
        if (wasUp && Duration.between(status.since(), clock.instant()).compareTo(STEADY) >= 0) {
            backoff.reset();
        }
        logDown(failure, wasUp);
        become(LinkState.DOWN, failure.toString());
        boolean other = ring.advance();
        loop.schedule(delay(failure, wasUp && other), this::connect);
    }

    private Duration delay(RpcFailure failure, boolean moveOn) {
        return switch (failure.reason()) {
            case "SHUTTING_DOWN" -> moveOn ? Duration.ZERO : backoff.next();
            // Somebody must act, or another process holds this identity: knocking fast helps nobody.
            case "STREAM_SUPERSEDED", "IDENTITY_REVOKED", "IDENTITY_MISMATCH", "TUNNEL_KEY_IN_USE" -> backoff.longest();
            default -> backoff.next();
        };
    }

    private void logDown(RpcFailure failure, boolean wasUp) {
        if (wasUp || !failure.toString().equals(status.reason())) {
            LOG.warn(
                    "link: {} with {}: {}; serving what is known, trying again{}",
                    wasUp ? "lost" : "no connection",
                    status.address(),
                    failure,
                    LinkAdvice.of(failure));
        }
    }

    private void pump() {
        if (session != null) {
            session.pump();
        }
    }

    private void become(LinkState state, String reason) {
        boolean changed = (status.state() == LinkState.UP) != (state == LinkState.UP);
        refresh(state, changed ? clock.instant() : status.since(), reason, status.connects(), status.lastHeard());
    }

    private void refresh(LinkState state, Instant since, String reason, long connects, Instant lastHeard) {
        status = new LinkStatus(state, since, status.address(), reason, lastHeard, connects, publisher.unanswered());
    }
}
