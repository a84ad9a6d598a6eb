// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.overlay;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.merge.ClusterExport;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.gateway.exports.KnownExports;
import dev.hanse.gateway.exports.SavedExports;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.storage.DebouncedWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** What the control plane had of this gateway's exports when it had all of them last, kept for the next start. Belongs to the control loop. */
public final class ToldExports {

    /** What the file is called. */
    public static final String FILE = "told.state";

    /** All of it is written for a change of one service; what it lacks after a crash is told again. */
    private static final Duration WRITE_PAUSE = Duration.ofSeconds(5);

    private final ControlLoop loop;
    private final SavedExports saved;
    private final DebouncedWrite writes;
    private boolean kept;
    private Map<ServiceName, ClusterExport> exports = Map.of();

    /**
     * @param loop the owner
     * @param blocking runs the writes
     */
    public ToldExports(ControlLoop loop, Executor blocking, Path path, Clock clock) {
        this.loop = loop;
        this.saved = new SavedExports(path, clock);
        this.writes = new DebouncedWrite(loop, blocking, WRITE_PAUSE);
    }

    /** Reads what was kept. Any thread, before there are exports; blocks for the file. */
    public void load() {
        saved.load()
                .ifPresent(set -> loop.execute(() -> {
                    kept = true;
                    exports = index(set);
                }));
    }

    /** By service. Slices without their service are left out, as they are when they are merged. */
    static Map<ServiceName, ClusterExport> index(ExportSet set) {
        Map<ServiceName, Map<String, EndpointSlice>> slices = new HashMap<>();
        set.slices()
                .forEach(slice -> slices.computeIfAbsent(slice.service(), _ -> new HashMap<>())
                        .put(slice.name(), slice));
        Map<ServiceName, ClusterExport> index = new HashMap<>();
        set.exports()
                .forEach(export -> index.put(
                        export.name(), new ClusterExport(export, slices.getOrDefault(export.name(), Map.of()))));
        return index;
    }

    /**
     * By service, and what was told before beside it while a source was not read yet: what is not named then is not known to be gone.
     */
    Map<ServiceName, ClusterExport> completed(KnownExports known) {
        Map<ServiceName, ClusterExport> now = index(known.exports());
        if (!known.isComplete()) {
            exports.forEach(now::putIfAbsent);
        }
        return now;
    }

    /** What was told when the process before this one ended; without a file, what the sources had said then. */
    Map<ServiceName, ClusterExport> begin(Map<ServiceName, ClusterExport> first) {
        if (!kept) {
            settle(first, Set.of());
        }
        return exports;
    }

    /** That is what is exported, in other objects: those of the source count, so that memory holds each once. */
    void isSameAs(Map<ServiceName, ClusterExport> now) {
        exports = now;
    }

    /**
     * It has all of this.
     *
     * @param but these services, which it has as before
     */
    void settle(Map<ServiceName, ClusterExport> all, Set<ServiceName> but) {
        Map<ServiceName, ClusterExport> has = but.isEmpty() ? all : without(all, but);
        exports = has;
        writes.change(() -> () -> saved.save(set(has)));
    }

    private Map<ServiceName, ClusterExport> without(Map<ServiceName, ClusterExport> all, Set<ServiceName> changed) {
        Map<ServiceName, ClusterExport> has = new HashMap<>(all);
        changed.forEach(service -> has.compute(service, (_, _) -> exports.get(service)));
        return has;
    }

    private static ExportSet set(Map<ServiceName, ClusterExport> all) {
        List<EndpointSlice> slices = new ArrayList<>();
        all.values().forEach(each -> slices.addAll(each.slices().values()));
        return new ExportSet(all.values().stream().map(ClusterExport::export).toList(), slices);
    }

    /** Keeps what has not been kept yet. On the control loop. */
    public void flush() {
        writes.flush();
    }

    /** Tries again to write what could not be written. Any thread; blocks for the file. */
    public void retryWrites() {
        saved.retry();
    }

    /** Why the file does not hold the newest exports; empty: it does. Any thread. */
    public String failure() {
        return saved.failure();
    }
}
