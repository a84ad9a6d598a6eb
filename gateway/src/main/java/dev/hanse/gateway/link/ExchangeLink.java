// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.discovery.model.ServiceName;
import dev.hanse.gateway.exports.KnownExports;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.net.text.TimelessText;
import dev.hanse.proto.v1.Welcome;
import io.grpc.Status;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the control plane: tries the known addresses in turn, waits between failures with jitter, and
 * carries on where the last session ended. Belongs to the control loop; {@link #status} may be called from any thread.
 */
public final class ExchangeLink implements ExchangeSession.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeLink.class);

    /** As the control plane says it of a certificate that was revoked, or whose gateway is no member. */
    private static final String IDENTITY_REVOKED = "IDENTITY_REVOKED";

    private final LinkRuntime runtime;
    private final AddressRing ring;
    private final Introduction introduction;
    private final LinkContents contents;
    private final RetryDelay delay;
    private final LinkProgress progress;

    private @Nullable ExchangeSession session;
    private @Nullable Runnable onLeft;
    private Runnable onRevoked = () -> {};
    private boolean closed;
    private boolean heldBack;

    /** Makes a link that is not started. */
    public ExchangeLink(LinkRuntime runtime, AddressRing ring, Introduction introduction, LinkContents contents) {
        this.runtime = runtime;
        this.ring = ring;
        this.introduction = introduction;
        this.contents = contents;
        this.delay = new RetryDelay(runtime.backoff());
        this.progress = new LinkProgress(runtime.clock(), contents.exports()::deltasUnderWay);
    }

    /** Told, on the control loop, that the control plane does not take the gateway's certificate. Set before {@link #start}. */
    public void onRevoked(Runnable listener) {
        onRevoked = listener;
    }

    /** Begins to connect. Any thread. */
    public void start() {
        runtime.loop().execute(this::connect);
    }

    /** What the cluster exports from now on. On the control loop. */
    public void export(KnownExports exports) {
        contents.exports().desire(exports);
        if (session != null) {
            session.pump();
        }
        tellHeldBack();
    }

    /** The services whose exports the control plane does not have as they are now; empty: it is not heard. On the control loop. */
    public Optional<Set<ServiceName>> unanswered() {
        return progress.isUp() ? contents.exports().unanswered() : Optional.empty();
    }

    /** Once each time that it begins. */
    private void tellHeldBack() {
        boolean held = progress.isUp() && contents.exports().holdsBack();
        if (held && !heldBack) {
            LOG.warn(
                    "link: nothing is exported, for a source of this gateway was never read, and the control plane is of a"
                            + " version that would withdraw what that source exported before (expected: every source readable"
                            + " once, or a newer control plane)");
        }
        heldBack = held;
    }

    /** The path states have changed. On the control loop. */
    public void onPathsChanged() {
        if (session != null && progress.isUp()) {
            session.onPathsChanged();
        }
    }

    /** Where the link stands. Any thread. */
    public LinkStatus status() {
        return progress.status();
    }

    /**
     * Leaves in order and calls back on the control loop when the control plane has seen it; no further attempt is
     * made. Any thread.
     */
    public void leave(Runnable left) {
        runtime.loop().execute(() -> {
            boolean up = progress.isUp();
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
        progress.closed();
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
        progress.connecting(address.get());
        try {
            session = new ExchangeSession(runtime, address.get(), introduction, contents, this);
        } catch (RuntimeException e) {
            onEnd(RpcFailure.of(e));
        }
    }

    @Override
    public void onHeard() {
        progress.heard();
    }

    @Override
    public void onWelcome(Welcome welcome) {
        progress.up();
        LOG.info(
                "link: up with {}, view {}, exports {}",
                progress.status().address(),
                welcome.getViewResumed() ? "resumed" : "follows as a snapshot",
                welcome.getExportsResumed() ? "resumed" : "sent as a snapshot");
        ring.learn(welcome.getControlPlaneAddressesList());
        tellHeldBack();
    }

    @Override
    public void onAcknowledged() {
        progress.acknowledged();
    }

    @Override
    public void onEnd(RpcFailure failure) {
        session = null;
        if (closed) {
            progress.closed();
            if (onLeft != null) {
                onLeft.run();
            }
            return;
        }
        boolean wasUp = progress.isUp();
        if (wasUp) {
            delay.held(progress.age());
        }
        logDown(failure, wasUp);
        progress.down(failure.toString());
        if (failure.reason().equals(IDENTITY_REVOKED)) {
            onRevoked.run();
        }
        boolean other = ring.advance();
        runtime.loop().schedule(delay.after(failure, wasUp && other), this::connect);
    }

    private void logDown(RpcFailure failure, boolean wasUp) {
        if (wasUp || !TimelessText.of(failure.toString()).equals(TimelessText.of(status().reason()))) {
            LOG.warn(
                    "link: {} with {}: {}; serving what is known, trying again{}",
                    wasUp ? "lost" : "no connection",
                    status().address(),
                    failure,
                    LinkAdvice.of(failure));
        }
    }
}
