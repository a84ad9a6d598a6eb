// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.NanoClock;
import dev.hanse.node.routes.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/** Keeps the table that keeps source addresses, whoever changes it. One thread, which blocks, but where it says otherwise. */
public final class SourceKeeper {

    private final KeptTable table;
    private final Path file;
    private boolean begun;

    /**
     * @param generation the number of the kernel's rules, which is another one after each change
     * @param file where the text of the table is put for nft to read
     */
    public SourceKeeper(Programs programs, IntSupplier generation, Path file, NanoClock clock) {
        this.table = new KeptTable(programs, generation, SourceTable.NAME, file, clock);
        this.file = file;
    }

    /**
     * Wants the source kept between these from now on, and makes it so.
     *
     * @param own what this node's own processes have as their address, at most one of each family
     */
    public void want(Set<IpPrefix> pods, Set<IpPrefix> remote, Set<InetAddress> own) {
        SourceTable wanted = new SourceTable(pods, remote, own);
        begun |= !wanted.isEmpty();
        if (begun) {
            table.want(wanted.text());
        }
    }

    /** Looks whether it is as wanted; to be called every {@link KeptTable#INTERVAL}. */
    public void check() {
        table.check();
    }

    /** What keeps it from being so. Any thread. */
    public List<Finding> findings() {
        return table.trouble().map(this::finding).stream().toList();
    }

    private Finding finding(KeptTable.Trouble trouble) {
        return switch (trouble.kind()) {
            case MISSING ->
                finding(
                        "the program nft is missing: where this node's network masquerades, packets to other clusters get the node's"
                                + " address and are dropped there",
                        "install nftables, or tell the cluster's network not to masquerade packets to the other clusters' prefixes");
            case REFUSED ->
                finding(
                        "the table " + SourceTable.NAME + " cannot be set: " + trouble.text()
                                + "; where this node's network masquerades, packets to other clusters are dropped there",
                        "see why: nft -f " + file
                                + " (expected: Linux 5.2 and nftables 0.9.2 or newer, CAP_NET_ADMIN)");
            case CONTESTED ->
                finding(
                        "the table " + SourceTable.NAME + " does not stay: " + trouble.text()
                                + "; where this node's network masquerades, packets to other clusters are dropped there at times",
                        "see who changes it (nft monitor), and have it leave tables of others alone");
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
