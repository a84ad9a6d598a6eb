// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tables.NodeTable;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.NanoClock;
import dev.hanse.node.routes.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Keeps the table that keeps source addresses, whoever changes it. Where nft refuses it with what it does for the node's own processes, pods have theirs without, and the whole is tried again every minute.
 * One thread, which blocks, but where it says otherwise.
 */
public final class SourceKeeper {

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final KeptTable table;
    private final Path file;
    private final NanoClock clock;
    private SourceTable wanted = new SourceTable(Set.of(), Set.of(), Set.of(), Set.of(), Vxlan.NONE);
    private boolean begun;
    private long refusedNanos;
    private volatile String refused = "";
    private volatile Optional<KeptTable.Trouble> trouble = Optional.empty();
    private volatile Vxlan stands = Vxlan.NONE;

    /**
     * @param generation the number of the kernel's rules, which is another one after each change
     * @param file where the text of the table is put for nft to read
     */
    public SourceKeeper(Programs programs, IntSupplier generation, Path file, NanoClock clock) {
        this.table = new KeptTable(programs, generation, SourceTable.NAME, file, clock);
        this.file = file;
        this.clock = clock;
    }

    /**
     * The device that packets leave by in VXLAN.
     *
     * @param name empty: there is none
     * @param closed whether nothing is to come in by it
     * @param ends addresses and UDP ports of gateways that take this node's packets, and so whatever seems to come from it
     */
    public record Vxlan(String name, boolean closed, Set<InetSocketAddress> ends) {

        /** No packets leave so. */
        public static final Vxlan NONE = new Vxlan("", false, Set.of());

        /** Copies the ends. */
        public Vxlan {
            ends = Set.copyOf(ends);
        }

        /** Whether the same may come in by the same device. */
        public boolean filtersAs(Vxlan other) {
            return name.equals(other.name) && closed == other.closed;
        }

        /** Whether packets may come in by it: another table of a gateway's says which. */
        public boolean isOpen() {
            return !name.isEmpty() && !closed;
        }
    }

    /** What the kernel's table does for VXLAN, as far as is known. Any thread. */
    public Vxlan stands() {
        return stands;
    }

    /** Whether the table that is there, of this process or the one before, lets nothing in by a device; empty: nft does not say, which is not that it does not. */
    public Optional<Boolean> closes(String device) {
        return table.lately(List.of(NodeTable.closing(device)));
    }

    /**
     * Wants the source kept between these from now on, and makes it so.
     *
     * @param gateways addresses of this cluster's gateways, by which nodes route
     * @param own what this node's own processes have as their address, at most one of each family
     * @param vxlan by which device packets leave in VXLAN
     */
    public void want(
            Set<IpPrefix> pods, Set<IpPrefix> remote, Set<InetAddress> gateways, Set<InetAddress> own, Vxlan vxlan) {
        SourceTable now = new SourceTable(pods, remote, gateways, own, vxlan);
        begun |= !now.isEmpty();
        if (begun && !now.equals(wanted)) {
            wanted = now;
            set();
            publish();
        }
    }

    private void set() {
        table.want(wanted.text());
        String why = table.trouble()
                .filter(each -> each.kind() == KeptTable.Trouble.Kind.REFUSED
                        && !wanted.own().isEmpty())
                .map(KeptTable.Trouble::text)
                .orElse("");
        if (!why.isEmpty()) {
            refusedNanos = clock.nanoTime();
            table.want(wanted.ofPodsAlone().text());
        }
        refused = why;
    }

    /** Looks whether it is as wanted; to be called every {@link KeptTable#INTERVAL}. */
    public void check() {
        if (!refused.isEmpty() && clock.nanoTime() - refusedNanos >= AGAIN.toNanos()) {
            set();
        }
        table.check();
        publish();
    }

    /** At the end: what is refused at first may be set in another form. */
    private void publish() {
        trouble = table.trouble();
        stands = table.stands() ? wanted.vxlan() : left(wanted.vxlan());
    }

    /** What the kernel has of before, or of the process before, where the table cannot be set as it is wanted: it is as closed as it was, unless somebody has taken it away. */
    private Vxlan left(Vxlan now) {
        if (!now.name().isEmpty() && closes(now.name()).orElse(false)) {
            return new Vxlan(now.name(), true, now.ends());
        }
        Vxlan open = now.isOpen() ? now : stands;
        return open.isOpen() && table.stillHolds(List.of()) ? open : Vxlan.NONE;
    }

    /** What keeps it from being so. Any thread. */
    public List<Finding> findings() {
        Optional<Finding> whole = trouble.map(this::finding);
        return whole
                .or(() -> Optional.of(refused).filter(each -> !each.isEmpty()).map(SourceKeeper::withoutOwn))
                .stream()
                .toList();
    }

    private static Finding withoutOwn(String refused) {
        return new Finding(
                "OWN_ADDRESS_REFUSED",
                "the table " + SourceTable.NAME
                        + " is there for pods alone, its rules for the node's own processes are refused: " + refused
                        + "; these, and pods in the node's network, do not reach other clusters",
                "load the kernel's modules for them: modprobe -a nft_fib_inet nft_fib_ipv4 nft_fib_ipv6 (tried again every "
                        + AGAIN.toSeconds() + " s)",
                true);
    }

    private Finding finding(KeptTable.Trouble trouble) {
        return switch (trouble.kind()) {
            case MISSING ->
                finding(
                        "the program nft is missing: where this node's network masquerades, packets to other clusters get the node's"
                                + " address and are dropped there",
                        "install nftables, or tell the cluster's network not to masquerade packets to the other clusters' prefixes");
            case REFUSED, LATE, UNWRITTEN ->
                finding(
                        "the table " + SourceTable.NAME + " cannot be set: " + trouble.text()
                                + "; where this node's network masquerades, packets to other clusters are dropped there",
                        trouble.remedy(file));
            case CONTESTED ->
                finding(
                        "the table " + SourceTable.NAME + " does not stay: " + trouble.text()
                                + "; where this node's network masquerades, packets to other clusters are dropped there at times",
                        trouble.remedy(file));
        };
    }

    private static Finding finding(String text, String remedy) {
        return new Finding("SOURCE_NOT_KEPT", text, remedy, true);
    }

    /**
     * Takes the table away; nothing where there is none.
     *
     * @throws IOException if nft is there and refuses
     */
    public static void remove(Programs programs) throws IOException {
        KeptTable.remove(programs, SourceTable.NAME);
    }
}
