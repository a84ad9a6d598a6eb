// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;

/**
 * Where the link stands, step by step. Belongs to the control loop; {@link #status} may be called from any thread.
 */
final class LinkProgress {

    private final Clock clock;
    private final IntSupplier unanswered;
    private volatile LinkStatus status;

    /** @param unanswered export deltas on their way */
    LinkProgress(Clock clock, IntSupplier unanswered) {
        this.clock = clock;
        this.unanswered = unanswered;
        this.status = new LinkStatus(LinkState.CLOSED, clock.instant(), "", "not started", Instant.EPOCH, 0, 0);
    }

    LinkStatus status() {
        return status;
    }

    boolean isUp() {
        return status.state() == LinkState.UP;
    }

    /** Since when it has been up, or down. */
    Duration age() {
        return Duration.between(status.since(), clock.instant());
    }

    void connecting(ControlPlaneAddress address) {
        status = new LinkStatus(
                LinkState.CONNECTING,
                status.since(),
                address.toString(),
                status.reason(),
                status.lastHeard(),
                status.connects(),
                unanswered.getAsInt());
    }

    void heard() {
        become(status.state(), status.since(), status.reason(), status.connects(), clock.instant());
    }

    void up() {
        become(LinkState.UP, clock.instant(), "", status.connects() + 1, status.lastHeard());
    }

    /** What is on its way has changed. */
    void acknowledged() {
        become(status.state(), status.since(), status.reason(), status.connects(), status.lastHeard());
    }

    void down(String reason) {
        end(LinkState.DOWN, reason);
    }

    void closed() {
        end(LinkState.CLOSED, "closed");
    }

    private void end(LinkState state, String reason) {
        Instant since = isUp() ? clock.instant() : status.since();
        become(state, since, reason, status.connects(), status.lastHeard());
    }

    private void become(LinkState state, Instant since, String reason, long connects, Instant lastHeard) {
        status = new LinkStatus(state, since, status.address(), reason, lastHeard, connects, unanswered.getAsInt());
    }
}
