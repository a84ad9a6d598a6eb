// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import dev.hanse.gateway.tables.KeptTable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the table away once, where nothing is to be in it; where nft refuses it is tried again now and then, and told once. One thread, which blocks. */
final class TableRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(Transit.class);

    /** How many calls are let pass after one that failed. */
    private static final int WAITS = 10;

    private final KeptTable table;
    private boolean done;
    private boolean told;
    private int waits;

    TableRemoval(KeptTable table) {
        this.table = table;
    }

    /** It is to be away. */
    void apply() {
        if (done || waits-- > 0) {
            return;
        }
        try {
            table.remove();
            done = true;
            told = false;
        } catch (IOException e) {
            waits = WAITS;
            tell(e);
        }
    }

    private void tell(IOException e) {
        if (!told) {
            told = true;
            LOG.warn("transit: the table of nftables cannot be taken away, it is tried again: {}", e.getMessage());
        }
    }

    /** It is to be there again. */
    void end() {
        done = false;
        waits = 0;
    }
}
