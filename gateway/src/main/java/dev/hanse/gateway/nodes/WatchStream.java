// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.net.text.VisibleText;
import dev.hanse.net.time.NanoClock;
import dev.hanse.proto.v1.NodeView;
import dev.hanse.proto.v1.Vxlan;
import dev.hanse.proto.v1.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.function.Supplier;

/** One node. Nothing waits for it: while it takes nothing it is told nothing, and then the newest. One thread. */
final class WatchStream {

    /** A node that takes nothing for so long has lost us anyhow. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Characters; the limit of the contract is in octets. */
    private static final int MAX_REFUSAL = 160;

    /** For how long a node that asked is told nothing at first: a view without an answer would have it let go of routes that stand. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private static final WatchResponse HEARTBEAT = WatchResponse.newBuilder()
            .setHeartbeatMillis((int) NodeStreams.HEARTBEAT.toMillis())
            .build();

    private final ServerCallStreamObserver<WatchResponse> node;
    private final NodeView here;
    private final Supplier<RoutedNodes.Answer> vxlan;
    private final NanoClock clock;
    private final long startNanos;
    private RoutedNodes.Answer answered = new RoutedNodes.Answer.Unasked();
    private NodeView said = NodeView.getDefaultInstance();
    private long readyNanos;
    private boolean ended;

    /**
     * @param here what is said with each view: own addresses on the network of the node
     * @param vxlan whether it may send packets in VXLAN; asked for as long as it is there
     */
    WatchStream(
            ServerCallStreamObserver<WatchResponse> node,
            NodeView here,
            Supplier<RoutedNodes.Answer> vxlan,
            NanoClock clock) {
        this.node = node;
        this.here = here;
        this.vxlan = vxlan;
        this.clock = clock;
        this.startNanos = clock.nanoTime();
        this.readyNanos = startNanos;
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
        RoutedNodes.Answer now = vxlan.get();
        if (now instanceof RoutedNodes.Answer.Soon && readyNanos - startNanos < ANSWER.toNanos()) {
            return;
        }
        if (view != said || !now.equals(answered)) {
            said = view;
            answered = now;
            node.onNext(HEARTBEAT.toBuilder().setView(whole()).build());
        } else if (beat) {
            node.onNext(HEARTBEAT);
        }
    }

    private NodeView.Builder whole() {
        NodeView.Builder view = said.toBuilder().mergeFrom(here);
        return switch (answered) {
            case RoutedNodes.Answer.Unasked(), RoutedNodes.Answer.Soon() -> view;
            case RoutedNodes.Answer.Open(int port, int vni) ->
                view.setVxlan(Vxlan.newBuilder().setPort(port).setVni(vni));
            case RoutedNodes.Answer.Refused(String why) ->
                view.setVxlan(Vxlan.newBuilder().setRefused(VisibleText.head(why, MAX_REFUSAL)));
        };
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
