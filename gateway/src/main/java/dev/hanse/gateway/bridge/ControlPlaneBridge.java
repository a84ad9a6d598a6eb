// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.bridge;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.exports.RefusedExport;
import dev.hanse.gateway.identity.AddressBook;
import dev.hanse.gateway.link.LinkListener;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.storage.DebouncedWrite;
import dev.hanse.gateway.views.SavedView;
import dev.hanse.gateway.views.ViewAssembler;
import dev.hanse.gateway.views.ViewBridge;
import dev.hanse.gateway.views.ViewRules;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the control plane says, to where it is served and kept. Belongs to the control loop. */
public final class ControlPlaneBridge implements LinkListener {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneBridge.class);

    private static final Duration WRITE_PAUSE = Duration.ofMillis(300);

    private final ControlLoop loop;
    private final Executor blocking;
    private final ClusterId cluster;
    private final List<IpPrefix> podPrefixes;
    private final ViewAssembler assembler;
    private final ViewBridge view;
    private final SavedView saved;
    private final AddressBook book;
    private final DebouncedWrite writes;

    private boolean prefixesCompared;
    private boolean contentDue;
    private volatile List<RefusedExport> refused = List.of();

    /**
     * @param loop the owner
     * @param blocking runs the writes
     * @param cluster this cluster
     * @param podPrefixes its pod prefixes as configured
     * @param assembler what the link fills
     * @param view where contents are served
     * @param saved where they are kept
     * @param book where the control plane's addresses are kept
     */
    public ControlPlaneBridge(
            ControlLoop loop,
            Executor blocking,
            ClusterId cluster,
            List<IpPrefix> podPrefixes,
            ViewAssembler assembler,
            ViewBridge view,
            SavedView saved,
            AddressBook book) {
        this.loop = loop;
        this.blocking = blocking;
        this.cluster = cluster;
        this.podPrefixes = List.copyOf(podPrefixes);
        this.assembler = assembler;
        this.view = view;
        this.saved = saved;
        this.book = book;
        this.writes = new DebouncedWrite(loop, blocking, WRITE_PAUSE);
    }

    /** Serves what was kept from before the restart. Blocks for the file; the rest happens on the control loop. */
    public void restore() {
        saved.load()
                .ifPresent(delta -> loop.execute(() -> {
                    if (assembler.apply(delta) instanceof ViewAssembler.Outcome.Applied) {
                        LOG.info(
                                "state: serving {} services and {} peers from before the restart",
                                assembler.content().imports().size(),
                                assembler.content().peers().size());
                        view.onContent(assembler.content(), true);
                    }
                }));
    }

    @Override
    public void onWelcome(List<String> registered, List<ControlPlaneAddress> addresses, boolean viewResumed) {
        if (!prefixesCompared) {
            prefixesCompared = true;
            compare(registered);
        }
        if (!addresses.isEmpty()) {
            blocking.execute(() -> keep(addresses));
        }
        if (viewResumed) {
            view.onConfirmed();
        }
    }

    private void compare(List<String> registered) {
        List<IpPrefix> prefixes = new ArrayList<>(podPrefixes);
        for (String text : registered) {
            try {
                prefixes.add(IpPrefix.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.warn("link: the control plane names a prefix of ours that is none: {}", e.getMessage());
            }
        }
        List<String> configured = podPrefixes.stream().map(IpPrefix::toString).toList();
        if (!new HashSet<>(configured).equals(new HashSet<>(registered))) {
            LOG.warn(
                    "pod-prefixes: {} here, but {} are registered for cluster {} (expected: the same; to change them,"
                            + " remove the cluster and join again)",
                    configured,
                    registered,
                    cluster);
        }
        assembler.rules(new ViewRules(cluster, prefixes));
    }

    private void keep(List<ControlPlaneAddress> addresses) {
        try {
            if (!book.load().equals(addresses)) {
                book.save(addresses);
            }
        } catch (IOException e) {
            LOG.error("state: the control plane's addresses cannot be kept: {}", e.toString());
        }
    }

    @Override
    public void onView() {
        writes.change(this::snapshot);
        if (!contentDue) {
            contentDue = true;
            loop.execute(this::passOn);
        }
    }

    /** Deltas that wait together are passed on as one content. */
    private void passOn() {
        contentDue = false;
        view.onContent(assembler.content(), false);
    }

    private Runnable snapshot() {
        Position position = assembler.position();
        List<ViewItem> items = assembler.items();
        return () -> saved.save(position, items);
    }

    @Override
    public void onRefusals(List<RefusedExport> refusals) {
        refusals.stream()
                .filter(each -> !refused.contains(each))
                .forEach(each -> LOG.warn("export {}: refused, {}: {}", each.item(), each.reason(), each.message()));
        refused = List.copyOf(refusals);
    }

    /** Exports that the control plane did not take. Any thread. */
    public List<RefusedExport> refused() {
        return refused;
    }

    /** Why the file does not hold the newest view; empty: it does. Any thread. */
    public String stateFailure() {
        return saved.failure();
    }

    /** Keeps what has not been kept yet. */
    public void stop() {
        loop.execute(writes::flush);
    }
}
