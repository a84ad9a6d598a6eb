// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.gateway.loop.ThreadControlLoop;
import dev.hanse.net.time.NanoClock;
import dev.hanse.proto.v1.NodeView;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All nodes that watch: looks twenty times a second whether there is another view, and says something to each node every 300 ms. Has one thread; any thread may call. */
final class NodeStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStreams.class);

    static final Duration HEARTBEAT = Duration.ofMillis(300);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final ThreadControlLoop loop = new ThreadControlLoop("hanse-nodes");
    private final NodeViews views;
    private final NanoClock clock;
    private final List<WatchStream> streams = new ArrayList<>();
    private long beatNanos;
    private boolean leaving;
    private NodeView base = NodeView.getDefaultInstance();
    private NodeView said = NodeView.getDefaultInstance();
    private volatile int open;

    NodeStreams(NodeViews views, NanoClock clock) {
        this.views = views;
        this.clock = clock;
        this.beatNanos = clock.nanoTime();
    }

    void start() {
        loop.execute(this::look);
    }

    /** How many nodes watch. */
    int open() {
        return open;
    }

    void add(WatchStream stream) {
        loop.execute(() -> {
            streams.add(stream);
            stream.say(view(), false);
        });
    }

    private void look() {
        streams.removeIf(each -> !each.isOpen());
        open = streams.size();
        long now = clock.nanoTime();
        boolean beat = now - beatNanos >= HEARTBEAT.toNanos();
        beatNanos = beat ? now : beatNanos;
        say(beat);
        loop.schedule(LOOK, this::look);
    }

    private void say(boolean beat) {
        NodeView view = view();
        streams.forEach(each -> each.say(view, beat));
    }

    /** The same object while nothing has changed. */
    private NodeView view() {
        NodeView newest = views.now();
        if (newest != base || said.getLeaving() != leaving) {
            base = newest;
            said = newest.toBuilder().setLeaving(leaving).build();
        }
        return said;
    }

    /** Tells every node that the gateway stops; returns when that is on its way, at most 200 ms later. */
    void leave() {
        CountDownLatch told = new CountDownLatch(1);
        loop.execute(() -> {
            leaving = true;
            say(false);
            told.countDown();
        });
        try {
            if (!told.await(200, TimeUnit.MILLISECONDS)) {
                LOG.warn("nodes: not all were told that this gateway stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        loop.execute(() -> streams.forEach(
                each -> each.end(Status.UNAVAILABLE.withDescription("this gateway stops; another one serves"))));
        loop.close();
    }
}
