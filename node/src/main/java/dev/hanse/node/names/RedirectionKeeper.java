// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.net.linux.conntrack.FlowEnd;
import dev.hanse.net.linux.conntrack.Transport;
import dev.hanse.net.time.NanoClock;
import dev.hanse.node.routes.Finding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads DNS queries to gateways that are silent or stop to another one, and takes that back as soon as it is over. DNS servers keep their sockets, and the kernel the way that a flow took first: flows that lead to such a
 * gateway are forgotten, and those that are led elsewhere when it is back. Nothing of it outlasts the process: it is taken away at its end, and the kernel forgets what is not renewed. One thread at a time, which
 * blocks, but where it says otherwise.
 */
public final class RedirectionKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedirectionKeeper.class);

    private static final Duration RENEWAL = Duration.ofSeconds(5);

    /** So long each look asks for flows that lead to who is away once more: one of them was there after the first time, and its client asked into the void as long as the gateway was away. */
    private static final Duration SETTLES = Duration.ofSeconds(1);

    private final KeptTable table;
    private final Programs programs;
    private final Path file;
    private final Flows flows;
    private final NanoClock clock;
    private volatile Redirection wanted = Redirection.NONE;
    /** What one before this process may have left is to be taken away first. */
    private boolean toRemove = true;

    private long appliedNanos;
    private long renewedNanos;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param generation the number of the kernel's rules, which is another one after each change
     * @param file where the text of the table is put for nft to read
     */
    public RedirectionKeeper(Programs programs, IntSupplier generation, Path file, Flows flows, NanoClock clock) {
        this.table = new KeptTable(programs, generation, RedirectionTable.NAME, file, clock);
        this.programs = programs;
        this.file = file;
        this.flows = flows;
        this.clock = clock;
        this.renewedNanos = clock.nanoTime();
    }

    /** Redirects so from now on. */
    public void want(Redirection now) {
        if (now.equals(wanted)) {
            return;
        }
        Set<InetSocketAddress> returned = new HashSet<>(wanted.away());
        // Those that are led to another gateway than before are chosen anew as well.
        wanted.ways().forEach(way -> returned.removeAll(now.ledTo(way.instead())));
        wanted = now;
        LOG.info("DNS: queries to {}", now.ways().isEmpty() ? "each gateway go there again" : now + " are redirected");
        apply();
        forget(returned);
    }

    private void apply() {
        appliedNanos = clock.nanoTime();
        renewedNanos = appliedNanos;
        if (wanted.ways().isEmpty()) {
            remove();
        } else {
            toRemove = false;
            table.want(RedirectionTable.text(wanted));
            forgetAway();
        }
    }

    private void remove() {
        try {
            table.remove();
            toRemove = false;
            trouble = Optional.empty();
        } catch (IOException e) {
            toRemove = true;
            trouble = Optional.of("the table " + RedirectionTable.NAME + " cannot be taken away: " + e.getMessage());
        }
    }

    /** Streams too: what answers them then knows nothing of them and says so, which is sooner than silence. */
    private void forgetAway() {
        try {
            int count = flows.forget(FlowEnd.ANSWERED_BY, wanted.away(), EnumSet.allOf(Transport.class));
            LOG.debug("DNS: {} flows are forgotten that led to who is away", count);
            trouble = Optional.empty();
        } catch (IOException e) {
            trouble = Optional.of("flows to " + wanted + " cannot be redirected: " + e.getMessage());
        }
    }

    /** Streams end where they are answered: who is back knows nothing of them. */
    private void forget(Set<InetSocketAddress> returned) {
        if (!returned.isEmpty()) {
            try {
                flows.forget(FlowEnd.SENT_TO, returned, EnumSet.of(Transport.UDP));
            } catch (IOException e) {
                // They are answered where they are led, until they end.
                LOG.warn("DNS: flows that are led to another gateway stay so: {}", e.getMessage());
            }
        }
    }

    /** Looks whether it is as wanted, and renews what the kernel would forget; to be called every {@link KeptTable#INTERVAL}. */
    public void check() {
        boolean due = passed(renewedNanos, RENEWAL);
        if (wanted.ways().isEmpty()) {
            if (toRemove && (due || trouble.isEmpty())) {
                apply();
            }
        } else {
            boolean restored = table.check();
            if (due) {
                renewedNanos = clock.nanoTime();
                table.renew();
            }
            // Flows that began meanwhile lead to who is away.
            if (restored || due || !passed(appliedNanos, SETTLES)) {
                forgetAway();
            }
        }
    }

    private boolean passed(long sinceNanos, Duration time) {
        return clock.nanoTime() - sinceNanos >= time.toNanos();
    }

    /** What the kernel does now. Any thread. */
    public Redirection redirection() {
        return table.trouble().isEmpty() ? wanted : Redirection.NONE;
    }

    /** What keeps it from being so. Any thread. */
    public List<Finding> findings() {
        return table
                .trouble()
                .map(each -> "the table " + RedirectionTable.NAME + " cannot be set: " + each.text())
                .or(() -> trouble)
                .map(this::finding)
                .stream()
                .toList();
    }

    private Finding finding(String what) {
        return new Finding(
                "DNS_NOT_REDIRECTED",
                what + "; DNS servers here find out by themselves that a gateway is gone, or back, within some seconds",
                "see why: nft -f " + file
                        + " (expected: Linux 5.2 and nftables 0.9.2 or newer, the kernel's modules nft_nat, nft_masq and nf_conntrack_netlink, CAP_NET_ADMIN)",
                true);
    }

    /** Redirects nothing any more. */
    @Override
    public void close() throws IOException {
        if (!wanted.ways().isEmpty()) {
            want(Redirection.NONE);
        }
        remove(programs);
    }

    /**
     * Takes the table away; nothing where there is none.
     *
     * @throws IOException if nft is there and refuses
     */
    public static void remove(Programs programs) throws IOException {
        KeptTable.remove(programs, RedirectionTable.NAME);
    }
}
