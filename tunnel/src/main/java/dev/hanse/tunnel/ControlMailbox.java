// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.control.EndpointControl;
import dev.hanse.tunnel.path.ControlPort;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.Keypair;
import io.vertx.core.Context;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to the control loop, from any thread. What comes before the loop runs is dropped; what a peer can cause is bounded per worker.
 */
final class ControlMailbox {

    /** Messages of one worker that may wait; as many handshakes as are made in some tens of milliseconds. */
    private static final int MAX_WAITING = 256;

    private final NanoClock nanoClock;
    private volatile @Nullable Target target;

    private record Target(Context context, EndpointControl control) {}

    ControlMailbox(NanoClock nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Messages go to {@code control} on {@code context} from now on. */
    void attach(Context context, EndpointControl control) {
        target = new Target(context, control);
    }

    /** Messages are dropped from now on. */
    void detach() {
        target = null;
    }

    /** Has something run on the control loop; false: there is none, and the message is dropped. */
    boolean post(Consumer<EndpointControl> message) {
        Target current = target;
        if (current == null) {
            return false;
        }
        current.context().runOnContext(ignored -> message.accept(current.control()));
        return true;
    }

    /** What one worker posts to. */
    ControlPort ofWorker(int worker) {
        return new WorkerMailbox(worker);
    }

    private final class WorkerMailbox implements ControlPort {

        private final int worker;
        private final AtomicInteger waiting = new AtomicInteger();

        WorkerMailbox(int worker) {
            this.worker = worker;
        }

        private boolean offer(Consumer<EndpointControl> message) {
            if (waiting.get() >= MAX_WAITING) {
                return false;
            }
            waiting.incrementAndGet();
            boolean posted = post(control -> {
                waiting.decrementAndGet();
                message.accept(control);
            });
            if (!posted) {
                waiting.decrementAndGet();
            }
            return posted;
        }

        @Override
        public boolean onHandshakeFrame(byte[] frame, InetSocketAddress from) {
            return offer(control -> control.onHandshakeFrame(worker, frame, from, nanoClock.nanoTime()));
        }

        @Override
        public void requestSession(PeerId peer) {
            // At most a few per second and peer, and lost ones are repeated.
            post(control -> control.requestSession(worker, peer, nanoClock.nanoTime()));
        }

        @Override
        public void onConfirmed(Keypair keypair) {
            // Once per handshake.
            post(control -> control.onConfirmed(keypair));
        }

        @Override
        public void onProbeAnswer(PeerId peer, long probe) {
            long now = nanoClock.nanoTime();
            offer(control -> control.onProbeAnswer(worker, peer, probe, now));
        }

        @Override
        public boolean onLeaving(PeerId peer, boolean leaving) {
            return offer(control -> control.onLeaving(peer, leaving, nanoClock.nanoTime()));
        }
    }
}
