// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.storage.AtomicFile;
import dev.hanse.gateway.storage.DebouncedWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether flows are to take other gateways of this cluster, as the control plane said last. An empty file says so to the next start, so that a drained gateway stays drained when it restarts while
 * the control plane is away. Belongs to the control loop; the file is written elsewhere.
 */
public final class KeptDrain implements Consumer<Boolean> {

    /** Name of the file in the data directory. */
    public static final String FILE = "drained";

    private static final Logger LOG = LoggerFactory.getLogger(KeptDrain.class);
    private static final Duration WRITE_PAUSE = Duration.ofMillis(100);

    private final ControlLoop loop;
    private final Path file;
    private final TunnelPort tunnel;
    private final PathWatch paths;
    private final DebouncedWrite writes;
    private boolean drained;
    private @Nullable Boolean unkept;
    private volatile String failure = "";

    private KeptDrain(ControlLoop loop, Executor blocking, Path file, TunnelPort tunnel, PathWatch paths) {
        this.loop = loop;
        this.file = file;
        this.tunnel = tunnel;
        this.paths = paths;
        this.writes = new DebouncedWrite(loop, blocking, WRITE_PAUSE);
    }

    /**
     * As it was before the restart. Any thread, before the control plane is asked; blocks for the file.
     *
     * @param blocking runs the writes
     */
    public static KeptDrain restore(
            ControlLoop loop, Executor blocking, Path file, TunnelPort tunnel, PathWatch paths) {
        KeptDrain kept = new KeptDrain(loop, blocking, file, tunnel, paths);
        if (Files.exists(file)) {
            loop.execute(() -> kept.become(true));
        }
        return kept;
    }

    @Override
    public void accept(Boolean said) {
        if (said != drained) {
            become(said);
            writes.change(() -> () -> write(said));
        }
    }

    /** Nodes first: what they send meanwhile is still carried. */
    private void become(boolean now) {
        drained = now;
        paths.onDrain(now);
        tunnel.drain(now);
    }

    /** Keeps what has not been kept yet. Any thread. */
    public void stop() {
        loop.execute(writes::flush);
    }

    /** Tries again to keep what could not be kept. Any thread; blocks for the file. */
    public synchronized void retryWrites() {
        if (unkept != null) {
            write(unkept);
        }
    }

    /** Why the file does not say what the control plane said last; empty: it does. Any thread. */
    public String stateFailure() {
        return failure;
    }

    private synchronized void write(boolean said) {
        unkept = said;
        try {
            if (said) {
                AtomicFile.write(file);
            } else {
                Files.deleteIfExists(file);
            }
            unkept = null;
            failure = "";
        } catch (IOException e) {
            onFailure(file + " cannot be " + (said ? "written" : "removed") + ": " + e);
        }
    }

    private void onFailure(String now) {
        if (failure.isEmpty()) {
            LOG.warn(
                    "state: {}; a start without the control plane would begin with older state (expected: a data-dir"
                            + " with room that this user can write)",
                    now);
        }
        failure = now;
    }
}
