// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import dev.hanse.gateway.checks.Finding;
import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tables.Removal;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewConsumer;
import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps transit between this cluster's pods on other hosts and the other clusters out of connection tracking, from the first view on. The table stays when it is closed, since the host goes on forwarding: its
 * packets take other gateways then, and what is tracked half is invalid. The next process takes it over. Belongs to its thread but where it says otherwise.
 */
public final class Transit implements ViewConsumer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transit.class);

    /** Each how many looks routes are asked for: where they change without end, the table is set once a second. */
    private static final int ROUTES = 4;

    /** Seconds until it is told that the kernel does not say which routes it has. */
    private static final int UNANSWERED = 5;

    private final ControlLoop thread;
    private final KeptTable table;
    private final TransitFindings findings;
    private final Set<IpPrefix> pods;
    private final CurrentWays ways;
    private final Removal removal;
    private Set<IpPrefix> remote = Set.of();
    private boolean begun;
    private int looks;
    private int unanswered;
    private boolean closed;

    /**
     * @param thread runs all that is done here
     * @param ways closed with it
     */
    Transit(
            ControlLoop thread,
            KeptTable table,
            TransitFindings findings,
            Collection<IpPrefix> pods,
            CurrentWays ways) {
        this.thread = thread;
        this.table = table;
        this.findings = findings;
        this.pods = Set.copyOf(pods);
        this.ways = ways;
        this.removal = new Removal(table::remove, Transit::tellStays);
    }

    private static void tellStays(IOException why) {
        LOG.warn("transit: the table of nftables cannot be taken away, it is tried again: {}", why.getMessage());
    }

    /**
     * On this host. Begins to look at once.
     *
     * @param device the tunnel's
     * @param file where the text of the table is put
     * @throws IOException if the kernel does not tell of its routes
     */
    public static Transit ofHost(ControlLoop thread, String device, Collection<IpPrefix> pods, Path file)
            throws IOException {
        KernelWays ways = new KernelWays(new Ways(pods, device, new LocalBridges(Path.of("/sys/class/net"))));
        KeptTable table = KeptTable.ofHost(TransitTable.name(device), file);
        Transit transit = new Transit(thread, table, new TransitFindings(table, file), pods, ways);
        thread.execute(transit::look);
        return transit;
    }

    /**
     * Takes away what a gateway left that kept transit untracked; nothing where there is none. Blocks.
     *
     * @param device the tunnel's
     */
    public static void remove(Programs programs, String device) {
        try {
            KeptTable.remove(programs, TransitTable.name(device));
        } catch (IOException e) {
            LOG.warn(
                    "transit: whether there is a table {} cannot be known, take it away yourself: {}",
                    TransitTable.name(device),
                    e.getMessage());
        }
    }

    /** Takes the prefixes of all clusters, those among them that cannot be reached. */
    @Override
    public void accept(ServedView newest) {
        begun = true;
        remote = newest.content().peers().values().stream()
                .flatMap(peer -> peer.prefixes().stream())
                .collect(Collectors.toUnmodifiableSet());
        apply();
    }

    /** Once each {@link KeptTable#INTERVAL}. */
    void look() {
        if (closed) {
            return;
        }
        try {
            if (looks++ % ROUTES == 0) {
                apply();
            }
            table.check();
            findings.tell();
        } finally {
            thread.schedule(KeptTable.INTERVAL, this::look);
        }
    }

    private void apply() {
        if (closed || !begun) {
            return;
        }
        if (remote.isEmpty()) {
            isAnswered();
            removal.apply();
        } else {
            removal.end();
            ways.now().ifPresentOrElse(this::want, this::await);
        }
    }

    private void want(Set<String> known) {
        isAnswered();
        table.want(new TransitTable(pods, remote, known).text());
    }

    /** No table, rather than one that tracks all: one of the process before may be right. */
    private void await() {
        unanswered++;
        findings.routesUnknown(unanswered > UNANSWERED);
    }

    private void isAnswered() {
        unanswered = 0;
        findings.routesUnknown(false);
    }

    /** @param listener hears of each change of {@link #findings}, on the thread. Any thread. */
    public void listen(Runnable listener) {
        findings.listen(listener);
    }

    /** What keeps it from being so. Any thread. */
    public List<Finding> findings() {
        return findings.now();
    }

    /** Looks no more, and leaves the table. Done on the thread, which goes on until then. Any thread. Idempotent. */
    @Override
    public void close() {
        thread.execute(() -> {
            if (!closed) {
                closed = true;
                ways.close();
            }
        });
    }
}
