// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.storage.DebouncedWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources to the link. Nothing is exported until every source was read, or was read in an earlier run, or has said that
 * it cannot be read: a set that lacks a source would take back what that source exported. Belongs to the control loop.
 */
public final class LocalExports {

    private static final Logger LOG = LoggerFactory.getLogger(LocalExports.class);

    private static final Duration WRITE_PAUSE = Duration.ofMillis(500);

    private final ControlLoop loop;
    private final Clock clock;
    private final Consumer<ExportSet> sink;
    private final Map<ExportSource, Feed> feeds = new LinkedHashMap<>();

    private boolean stopped;
    private List<String> errors = List.of();
    private volatile List<SourceStatus> status = List.of();
    private volatile List<String> shownErrors = List.of();

    /** What one source has said. */
    private static final class Feed {
        private final SavedExports saved;
        private final DebouncedWrite writes;
        private ExportSet last = ExportSet.EMPTY;
        private boolean known;
        private boolean read;
        private String staleReason = "";
        private Instant since;

        private Feed(SavedExports saved, DebouncedWrite writes, Instant since) {
            this.saved = saved;
            this.writes = writes;
            this.since = since;
        }
    }

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
            Consumer<ExportSet> sink) {
        this.loop = loop;
        this.clock = clock;
        this.sink = sink;
        for (ExportSource source : sources) {
            feeds.put(
                    source,
                    new Feed(
                            saved.apply(source.name()),
                            new DebouncedWrite(loop, blocking, WRITE_PAUSE),
                            clock.instant()));
        }
    }

    /** Loads what was exported last and begins to read. Blocks for the files. */
    public void start() {
        feeds.forEach((source, feed) -> feed.saved
                .load()
                .ifPresent(set -> loop.execute(() -> {
                    feed.last = set;
                    feed.known = true;
                })));
        loop.execute(this::publish);
        feeds.forEach((source, feed) -> source.start(new Listener(source.name(), feed)));
    }

    /** Closes the sources and keeps what they said last. Idempotent. */
    public void close() {
        feeds.keySet().forEach(ExportSource::close);
        loop.execute(() -> {
            stopped = true;
            feeds.values().forEach(feed -> feed.writes.flush());
        });
    }

    /** Every source. Any thread. */
    public List<SourceStatus> status() {
        return status;
    }

    /** Services that two sources export. Any thread. */
    public List<String> errors() {
        return shownErrors;
    }

    /** Why files do not hold what the sources said last. Any thread. */
    public List<String> stateFailures() {
        return feeds.values().stream()
                .map(feed -> feed.saved.failure())
                .filter(failure -> !failure.isEmpty())
                .toList();
    }

    private void onExports(String name, Feed feed, ExportSet set) {
        if (!feed.staleReason.isEmpty()) {
            LOG.info("source {}: read again", name);
            feed.since = clock.instant();
        }
        boolean changed = !feed.read || !feed.last.equals(set);
        feed.staleReason = "";
        feed.last = set;
        feed.known = true;
        feed.read = true;
        if (changed) {
            feed.writes.change(() -> () -> feed.saved.save(set));
        }
        publish();
    }

    private void onStale(String name, Feed feed, String reason) {
        LOG.warn("source {}: cannot be read, its last exports stay valid: {}", name, reason);
        feed.staleReason = reason;
        feed.since = clock.instant();
        feed.known = true;
        publish();
    }

    private void publish() {
        List<SourceStatus> now = new ArrayList<>();
        Map<String, ExportSet> sets = new LinkedHashMap<>();
        feeds.forEach((source, feed) -> {
            sets.put(source.name(), feed.last);
            now.add(new SourceStatus(
                    source.name(),
                    feed.read,
                    feed.staleReason,
                    feed.since,
                    feed.last.exports().size()));
        });
        status = List.copyOf(now);
        if (stopped || !feeds.values().stream().allMatch(feed -> feed.known)) {
            return;
        }
        SourceMerge merge = SourceMerge.of(sets);
        show(merge.errors());
        sink.accept(merge.exports());
    }

    private void show(List<String> found) {
        found.stream().filter(error -> !errors.contains(error)).forEach(error -> LOG.error("sources: {}", error));
        errors = found;
        shownErrors = found;
    }

    /** Hands over to the control loop. */
    private final class Listener implements ExportSource.Listener {

        private final String name;
        private final Feed feed;

        private Listener(String name, Feed feed) {
            this.name = name;
            this.feed = feed;
        }

        @Override
        public void onExports(ExportSet exports) {
            loop.execute(() -> LocalExports.this.onExports(name, feed, exports));
        }

        @Override
        public void onStale(String reason) {
            loop.execute(() -> LocalExports.this.onStale(name, feed, reason));
        }
    }
}
