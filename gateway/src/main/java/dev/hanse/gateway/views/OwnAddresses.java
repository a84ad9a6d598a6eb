// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.storage.DebouncedWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that this cluster gives to services, kept for the next start: names lead there also while nobody says what they are. Belongs to the control loop; what says so may
 * be called from any thread.
 */
public final class OwnAddresses {

    /** What the file is called. */
    public static final String FILE = "addresses.state";

    private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
    private static final Duration WRITE_PAUSE = Duration.ofMillis(300);

    private final ControlLoop loop;
    private final SavedAddresses saved;
    private final DebouncedWrite writes;
    private final Consumer<ClusterAddresses> answers;
    private SharedMap<ServiceName, ServiceAddress> known = SharedMap.empty();

    /**
     * @param loop the owner
     * @param blocking runs the writes
     * @param path where they are kept
     * @param answers serves them
     */
    public OwnAddresses(
            ControlLoop loop, Executor blocking, Path path, Clock clock, Consumer<ClusterAddresses> answers) {
        this.loop = loop;
        this.saved = new SavedAddresses(path, clock);
        this.writes = new DebouncedWrite(loop, blocking, WRITE_PAUSE);
        this.answers = answers;
    }

    /** Of a cluster whose gateways do not follow them any more: they must not come back years later. Blocks. */
    public static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("state: {} is of no use any more and cannot be removed: {}", file, e.toString());
        }
    }

    /** Serves what was kept from before the restart, and nothing else for ClusterSetIP services. Any thread, before there is a view; blocks for the file. */
    public void restore() {
        SharedMap<ServiceName, ServiceAddress> kept = saved.load().orElse(SharedMap.empty());
        answers.accept(ClusterAddresses.of(kept));
        loop.execute(() -> known = kept);
        if (!kept.isEmpty()) {
            LOG.info("state: names lead to {} addresses of this cluster from before the restart", kept.size());
        }
    }

    /** These are all that there are. Any thread, one call after the other. */
    public void onAddresses(SharedMap<ServiceName, ServiceAddress> all) {
        loop.execute(() -> {
            if (!all.equals(known)) {
                known = all;
                answers.accept(ClusterAddresses.of(all));
                writes.change(() -> () -> saved.save(all));
            }
        });
    }

    /** Keeps what has not been kept yet. Any thread. */
    public void stop() {
        loop.execute(writes::flush);
    }

    /** Tries again to write what could not be written. Any thread; blocks for the file. */
    public void retryWrites() {
        saved.retry();
    }

    /** Why the file does not hold the newest ones; empty: it does. Any thread. */
    public String stateFailure() {
        return saved.failure();
    }
}
