// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.storage.AtomicFile;
import dev.hanse.gateway.storage.DebouncedWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether flows are to take other gateways of this cluster, as the control plane said last. An empty file says so to the next start, so that a drained gateway stays drained when it restarts while
 * the control plane is away. Belongs to the control loop; only the file is written elsewhere.
 */
final class KeptDrain implements Consumer<Boolean> {

    static final String FILE = "drained";

    private static final Logger LOG = LoggerFactory.getLogger(KeptDrain.class);
    private static final Duration WRITE_PAUSE = Duration.ofMillis(100);

    private final Path file;
    private final TunnelPort tunnel;
    private final PathWatch paths;
    private final DebouncedWrite writes;
    private boolean drained;

    private KeptDrain(ControlLoop loop, Executor blocking, Path file, TunnelPort tunnel, PathWatch paths) {
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
    static KeptDrain restore(ControlLoop loop, Executor blocking, Path file, TunnelPort tunnel, PathWatch paths) {
        KeptDrain kept = new KeptDrain(loop, blocking, file, tunnel, paths);
        boolean before = Files.exists(file);
        loop.execute(() -> kept.become(before));
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
        if (now != drained) {
            drained = now;
            paths.onDrain(now);
            tunnel.drain(now);
        }
    }

    private void write(boolean said) {
        try {
            if (said) {
                AtomicFile.write(file);
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn(
                    "drain: {} cannot be {}: {}; a start without the control plane does not know of it (expected: a"
                            + " data-dir with room that this user can write)",
                    file,
                    said ? "written" : "removed",
                    e.toString());
        }
    }
}
