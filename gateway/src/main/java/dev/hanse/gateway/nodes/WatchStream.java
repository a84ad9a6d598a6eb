// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.net.time.NanoClock;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;

/** One node. Nothing waits for it: while it takes nothing it is told nothing, and then the newest. One thread. */
final class WatchStream {

    /** A node that takes nothing for so long has lost us anyhow. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final WatchResponse HEARTBEAT = WatchResponse.newBuilder()
            .setHeartbeatMillis((int) NodeStreams.HEARTBEAT.toMillis())
            .build();

    private final ServerCallStreamObserver<WatchResponse> node;
    private final NodeView here;
    private final NanoClock clock;
    private NodeView said = NodeView.getDefaultInstance();
    private long readyNanos;
    private boolean ended;

    /** @param here what is said with each view: own addresses on the network of the node */
    WatchStream(ServerCallStreamObserver<WatchResponse> node, NodeView here, NanoClock clock) {
        this.node = node;
        this.here = here;
        this.clock = clock;
        this.readyNanos = clock.nanoTime();
    }

    /** False: it is over. */
    boolean isOpen() {
        return !ended && !node.isCancelled();
    }

    /** The view if it is another one than was said last, else a heartbeat where one is due. */
    void say(NodeView view, boolean beat) {
        if (ended) {
            return;
        }
        if (!node.isReady()) {
            endIfStuck();
            return;
        }
        readyNanos = clock.nanoTime();
        if (view != said) {
            said = view;
            node.onNext(HEARTBEAT.toBuilder()
                    .setView(view.toBuilder().mergeFrom(here))
                    .build());
        } else if (beat) {
            node.onNext(HEARTBEAT);
        }
    }

    private void endIfStuck() {
        if (clock.nanoTime() - readyNanos > PATIENCE.toNanos()) {
            end(Status.DEADLINE_EXCEEDED.withDescription("nothing was taken for " + PATIENCE.toSeconds() + " s"));
        }
    }

    void end(Status status) {
        ended = true;
        try {
            node.onError(status.asRuntimeException());
        } catch (IllegalStateException _) {
            // It has ended by itself.
        }
    }
}
