// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.storage.DebouncedWrite;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this cluster exports, from all its sources, and how much of it is known: a set that lacks a source must not take
 * back what that source exported. What a source said in an earlier run counts until it is read.
 * Belongs to the control loop; what says so may be called from any thread.
 */
public final class LocalExports {

    /** Operators search their logs for this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.gateway.ExportBridge");

    private static final Duration WRITE_PAUSE = Duration.ofMillis(500);

    private final ControlLoop loop;
    private final Consumer<KnownExports> sink;
    private final Map<ExportSource, SourceFeed> feeds = new LinkedHashMap<>();

    private boolean stopped;
    private volatile List<SourceStatus> status = List.of();
    private volatile List<String> errors = List.of();

    /**
     * @param loop the owner
     * @param blocking runs the writes
     * @param clock for the times shown
     * @param sources in order of precedence; closed by {@link #close}
     * @param saved where the last exports of the source with this name lie
     * @param sink takes the merged set, on the control loop
     */
    public LocalExports(
            ControlLoop loop,
            Executor blocking,
            Clock clock,
            List<ExportSource> sources,
            Function<String, SavedExports> saved,
            Consumer<KnownExports> sink) {
        this.loop = loop;
        this.sink = sink;
        for (ExportSource source : sources) {
            DebouncedWrite writes = new DebouncedWrite(loop, blocking, WRITE_PAUSE);
            feeds.put(source, new SourceFeed(source.name(), saved.apply(source.name()), writes, clock));
        }
    }

    /** Loads what was exported last and begins to read. Any thread; blocks for the files. */
    public void start() {
        feeds.values().forEach(feed -> loop.execute(feed.load()));
        loop.execute(this::publish);
        feeds.forEach((source, feed) -> source.start(new Listener(feed)));
    }

    /** Closes the sources and keeps what they said last. Any thread. Idempotent. */
    public void close() {
        feeds.keySet().forEach(ExportSource::close);
        loop.execute(() -> {
            stopped = true;
            feeds.values().forEach(SourceFeed::flush);
        });
    }

    /** Every source. Any thread. */
    public List<SourceStatus> status() {
        return status;
    }

    /** Services that two sources export. Any thread. */
    public List<String> errors() {
        return errors;
    }

    /** Tries again to write what could not be written. Any thread; blocks for the files. */
    public void retryWrites() {
        feeds.values().forEach(SourceFeed::retryWrites);
    }

    /** Why files do not hold what the sources said last. Any thread. */
    public List<String> stateFailures() {
        return feeds.values().stream()
                .map(SourceFeed::failure)
                .filter(failure -> !failure.isEmpty())
                .toList();
    }

    private void publish() {
        status = feeds.values().stream().map(SourceFeed::status).toList();
        if (stopped) {
            return;
        }
        Map<String, ExportSet> sets = new LinkedHashMap<>();
        feeds.values().forEach(feed -> sets.put(feed.name(), feed.last()));
        SourceMerge merge = SourceMerge.of(sets);
        show(merge.errors());
        sink.accept(new KnownExports(
                merge.exports(),
                Coverage.of(feeds.values().stream().map(SourceFeed::coverage).toList())));
    }

    private void show(List<String> found) {
        List<String> before = errors;
        found.stream().filter(error -> !before.contains(error)).forEach(error -> LOG.error("sources: {}", error));
        errors = found;
    }

    /** Hands over to the control loop. */
    private final class Listener implements ExportSource.Listener {

        private final SourceFeed feed;

        private Listener(SourceFeed feed) {
            this.feed = feed;
        }

        @Override
        public void onExports(ExportSet exports) {
            loop.execute(() -> {
                feed.onExports(exports);
                publish();
            });
        }

        @Override
        public void onPartial(ExportSet exports, String reason) {
            loop.execute(() -> {
                feed.onPartial(exports, reason);
                publish();
            });
        }

        @Override
        public void onStale(String reason) {
            loop.execute(() -> {
                feed.onStale(reason);
                publish();
            });
        }
    }
}
