// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.linux.CpuAffinity;
import dev.hanse.tunnel.control.WorkerPort;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.net.EventLoopWatch;
import dev.hanse.tunnel.net.SocketBuffers;
import dev.hanse.tunnel.packet.ReadySource;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.path.WorkerPath;
import dev.hanse.tunnel.tun.TunQueue;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One data worker: a verticle with an event loop of its own that watches a TUN queue and a UDP port. Nothing it has is shared with another
 * worker.
 */
final class DataWorker extends VerticleBase implements WorkerPort {

    private static final Logger LOG = LoggerFactory.getLogger(DataWorker.class);

    private final TunQueue queue;
    private final Supplier<Future<DatagramPort>> opener;
    private final BiFunction<DatagramPort, Runnable, WorkerPath> paths;
    private final List<EventLoopWatch> watches = new ArrayList<>();
    private final OptionalInt cpu;
    private final Runnable resumption = this::resume;
    private volatile @Nullable WorkerPath path;
    private volatile Optional<SocketBuffers> buffers = Optional.empty();
    private @Nullable DatagramPort port;
    private boolean failed;

    /**
     * Not running yet.
     *
     * @param cpu the processor that its thread is pinned to; empty: to none
     * @param opener binds the UDP port, on the worker's event loop
     * @param paths makes the packet path once the port is there; its second argument asks for another turn
     */
    DataWorker(
            TunQueue queue,
            OptionalInt cpu,
            Supplier<Future<DatagramPort>> opener,
            BiFunction<DatagramPort, Runnable, WorkerPath> paths) {
        this.queue = queue;
        this.cpu = cpu;
        this.opener = opener;
        this.paths = paths;
    }

    @Override
    public Future<?> start() {
        try {
            pin();
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        return opener.get().compose(opened -> {
            port = opened;
            buffers = opened.buffers();
            WorkerPath made = paths.apply(opened, () -> EventLoopWatch.execute(context, resumption));
            path = made;
            return watch(queue, made, made::onTunReadable)
                    .compose(ignored -> watch(opened, made, made::onPortReadable));
        });
    }

    /** Affinity is the thread's: this runs on the event loop that the worker has to itself. */
    private void pin() throws IOException {
        if (cpu.isPresent()) {
            CpuAffinity.pin(cpu.getAsInt());
        }
    }

    private Future<?> watch(ReadySource source, WorkerPath made, Runnable handler) {
        Runnable guarded = () -> guarded(made, handler);
        if (source.descriptor().isEmpty()) {
            source.onReady(guarded);
            return Future.succeededFuture();
        }
        return EventLoopWatch.open(context, source.descriptor().getAsInt(), guarded)
                .onSuccess(watches::add);
    }

    /** Packets guard themselves; what arrives here is a defect of a whole burst. Logged once, counted always. */
    private void guarded(WorkerPath made, Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException e) {
            made.drops().count(DropReason.INTERNAL);
            if (!failed) {
                failed = true;
                LOG.error("a burst of packets failed; further failures are only counted", e);
            }
        }
    }

    private void resume() {
        WorkerPath running = path;
        if (running != null) {
            guarded(running, running::onResume);
        }
    }

    @Override
    public void execute(Consumer<WorkerPath> command) {
        WorkerPath running = path;
        if (running != null) {
            context.runOnContext(ignored -> guarded(running, () -> command.accept(running)));
        }
    }

    /** The packet path, for its counters; null: not running. */
    @Nullable
    WorkerPath path() {
        return path;
    }

    /** What it does at this moment; any thread. */
    WorkerStatus status() {
        WorkerPath running = path;
        return new WorkerStatus(running == null ? Traffic.NONE : running.total(), cpu, buffers);
    }

    @Override
    public Future<?> stop() {
        path = null;
        watches.forEach(EventLoopWatch::close);
        if (port != null) {
            port.close();
        }
        return Future.succeededFuture();
    }
}
