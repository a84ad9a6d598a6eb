// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.net.time.NanoClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * The newest view, and everybody who serves it: a list of consumers, each of which is given every view, or the newest
 * where it cannot keep up. A cluster that is reached no longer, or again, makes the same content a new view. Belongs to
 * the control loop; what says so may be called from any thread.
 */
public final class CurrentView implements ContentSink {

    private final ControlLoop loop;
    private final PathWatch paths;
    private final NanoClock clock;
    private final List<ConsumerRunner> consumers = new CopyOnWriteArrayList<>();

    private boolean known;
    private boolean due;
    private volatile ViewContent content = ViewContent.EMPTY;
    private volatile boolean fromState;

    /**
     * @param loop the owner
     * @param paths is told of the peers, and knows which clusters can be reached
     * @param clock for how long consumers take
     */
    public CurrentView(ControlLoop loop, PathWatch paths, NanoClock clock) {
        this.loop = loop;
        this.paths = paths;
        this.clock = clock;
    }

    /**
     * Gives the view to one more consumer, the current one at once. Any thread.
     *
     * @param name for messages
     * @param thread runs the consumer and nothing else
     */
    public void serve(String name, Executor thread, ViewConsumer consumer) {
        loop.execute(() -> {
            ConsumerRunner runner = new ConsumerRunner(name, consumer, loop, thread, clock);
            consumers.add(runner);
            if (known) {
                runner.offer(newest());
            }
        });
    }

    /** Contents that follow each other closely are given on as one. */
    @Override
    public void onContent(ViewContent fresh, boolean kept) {
        content = fresh;
        fromState = kept;
        known = true;
        paths.peers(fresh.peers().keySet());
        if (!due) {
            due = true;
            loop.execute(this::offer);
        }
    }

    @Override
    public void onConfirmed() {
        fromState = false;
    }

    @Override
    public void onAwaited() {
        fromState = true;
    }

    /** Other clusters than before can be reached. On the control loop. */
    public void onReach() {
        offer();
    }

    private void offer() {
        due = false;
        if (known) {
            consumers.forEach(consumer -> consumer.offer(newest()));
        }
    }

    private ServedView newest() {
        return new ServedView(content, paths.status().unreachable());
    }

    /** What the control plane said. Any thread. */
    public ViewContent content() {
        return content;
    }

    /** Whether that was kept from before the restart, or from before the link was lost, and is not confirmed yet. Any thread. */
    public boolean fromState() {
        return fromState;
    }

    /** Why consumers do not serve the newest view. Any thread. */
    public List<String> failures() {
        return consumers.stream()
                .map(ConsumerRunner::failure)
                .filter(failure -> !failure.isEmpty())
                .toList();
    }
}
