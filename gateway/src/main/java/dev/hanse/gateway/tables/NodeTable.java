// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.net.linux.Netfilter;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.util.List;
import java.util.function.IntSupplier;

/** The table of {@code hanse node} on this host: what a gateway beside it has to know of it. One thread, which blocks. */
public final class NodeTable {

    /** Its name. */
    public static final TableName NAME = new TableName("hanse-node");

    private final SeenTable seen;

    NodeTable(Programs programs, IntSupplier generation, NanoClock clock) {
        this.seen = new SeenTable(programs, generation, NAME, clock);
    }

    /** That of this host. */
    public static NodeTable ofHost() {
        return new NodeTable(Programs.system(), () -> new Netfilter().generation(), System::nanoTime);
    }

    /** The rule by which nothing comes in by a VXLAN device that is the node's own, as nft prints it. */
    public static String closing(String device) {
        return "iifname \"" + device + "\" drop";
    }

    /**
     * Whether that stands for a device. Nft is asked where some rule has changed since it was last; where it does not say it is taken as it was for some seconds.
     *
     * @throws IOException if nft has not said for longer, or has not yet
     */
    public boolean closes(String device) throws IOException {
        return seen.lately(List.of(closing(device)))
                .orElseThrow(() -> new IOException("nft does not say what is in the table " + NAME
                        + " (expected: an answer within 3 s of nft list table " + NAME + ")"));
    }
}
