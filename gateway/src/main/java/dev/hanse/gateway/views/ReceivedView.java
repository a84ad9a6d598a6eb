// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import com.google.protobuf.ByteString;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.storage.DebouncedWrite;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view as the control plane sends it: put together, kept for the next start, and given on to be served. Belongs to
 * the control loop; what says so may be called from any thread.
 */
public final class ReceivedView {

    /** Operators search their logs for this name. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.hanse.gateway.ControlPlaneBridge");

    private static final Duration WRITE_PAUSE = Duration.ofMillis(300);

    private final ControlLoop loop;
    private final OwnPrefixes own;
    private final SavedView saved;
    private final ContentSink current;
    private final ViewAssembler assembler;
    private final DebouncedWrite writes;
    private boolean prefixesCompared;
    private volatile List<String> podPrefixes;

    /**
     * @param loop the owner
     * @param blocking runs the writes
     * @param own what no view may claim
     * @param saved where contents are kept
     * @param current where they are served
     */
    public ReceivedView(ControlLoop loop, Executor blocking, OwnPrefixes own, SavedView saved, ContentSink current) {
        this.loop = loop;
        this.own = own;
        this.saved = saved;
        this.current = current;
        this.assembler = new ViewAssembler(own.rules());
        this.podPrefixes = own.configured().stream().map(IpPrefix::toString).toList();
        this.writes = new DebouncedWrite(loop, blocking, WRITE_PAUSE);
    }

    /**
     * Serves what was kept from before the restart. Any thread; blocks for the file.
     *
     * @return whether there is something to be served
     */
    public boolean restore() {
        Optional<ViewDelta> kept = saved.load();
        kept.ifPresent(delta -> loop.execute(() -> serve(delta)));
        return kept.isPresent();
    }

    private void serve(ViewDelta kept) {
        if (assembler.apply(kept) instanceof ViewAssembler.Outcome.Applied applied) {
            checkRefusals(applied.ack());
            LOG.info(
                    "state: serving {} services and {} peers from before the restart",
                    assembler.content().imports().size(),
                    assembler.content().peers().size());
            current.onContent(assembler.content(), true);
        }
    }

    /** What was kept before a bound existed is not served; a snapshot, in which it is refused, tells the control plane. */
    private void checkRefusals(DeltaAck judged) {
        if (judged.getRefusalsCount() > 0) {
            LOG.warn(
                    "state: {} items from before the restart are not served, the first: {}: {}",
                    judged.getRefusalsCount(),
                    judged.getRefusals(0).getReason(),
                    judged.getRefusals(0).getMessage());
        }
        if (saved.isPartial()) {
            LOG.warn("state: the view from before the restart does not fit into memory, a part of it is served"
                    + " (expected: a heap for the whole view, by HANSE_JAVA_OPTIONS=-Xmx)");
        }
        if (judged.getRefusalsCount() > 0 || saved.isPartial()) {
            assembler.requireSnapshot();
        }
    }

    /** For Hello: the last position received completely; the default when a snapshot is needed. */
    public Position position() {
        return assembler.position();
    }

    /**
     * A stream has begun.
     *
     * @param registered the cluster's pod prefixes as registered
     * @param resumed whether the control plane goes on from {@link #position}
     */
    public void onWelcome(List<String> registered, boolean resumed) {
        if (!prefixesCompared) {
            prefixesCompared = true;
            assembler.rules(own.rules(registered));
            podPrefixes = List.copyOf(registered);
        }
        if (resumed) {
            current.onConfirmed();
        } else {
            assembler.requireSnapshot();
            current.onAwaited();
        }
    }

    /** Takes the next delta of the stream; on a gap the stream cannot go on, and the next begins with a snapshot. */
    public ViewAssembler.Outcome apply(ViewDelta delta) {
        ViewAssembler.Outcome outcome = assembler.apply(delta);
        switch (outcome) {
            case ViewAssembler.Outcome.Applied applied -> {
                if (applied.changed()) {
                    writes.change(this::snapshot);
                    current.onContent(assembler.content(), false);
                }
            }
            case ViewAssembler.Outcome.Gap gap -> assembler.requireSnapshot();
        }
        return outcome;
    }

    private Runnable snapshot() {
        Position position = assembler.position();
        List<ByteString> items = assembler.items();
        return () -> saved.save(position, items);
    }

    /** The stream is gone, with the rest of a change that had begun. */
    public void onDisconnect() {
        assembler.onDisconnect();
    }

    /** Keeps what has not been kept yet. Any thread. */
    public void stop() {
        loop.execute(writes::flush);
    }

    /** Tries again to write what could not be written. Any thread; blocks for the file. */
    public void retryWrites() {
        saved.retry();
    }

    /** The cluster's pod prefixes as registered; before the control plane was heard as they are configured. Any thread. */
    public List<String> podPrefixes() {
        return podPrefixes;
    }

    /** Why the file does not hold the newest view; empty: it does. Any thread. */
    public String stateFailure() {
        return saved.failure();
    }
}
