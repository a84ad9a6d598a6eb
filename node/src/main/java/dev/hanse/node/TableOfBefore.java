// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.tables.NodeTable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks at a start whether the table of before lets nothing in by the VXLAN device, until nft says so: on a busy machine it may be late. Where it does not say for long, nothing is opened. Belongs to
 * its thread, which blocks.
 */
final class TableOfBefore {

    private static final Logger LOG = LoggerFactory.getLogger(TableOfBefore.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Half a minute where each takes as long as nft is waited for, which it is twice. */
    static final int QUESTIONS = 5;

    private final ControlLoop thread;
    private final Supplier<Optional<Boolean>> closes;
    private final Consumer<Boolean> told;
    private int unsaid;

    /**
     * @param closes whether it does; empty: nft does not say
     * @param told hears once whether it does
     */
    TableOfBefore(ControlLoop thread, Supplier<Optional<Boolean>> closes, Consumer<Boolean> told) {
        this.thread = thread;
        this.closes = closes;
        this.told = told;
    }

    void ask() {
        Optional<Boolean> answer = Optional.empty();
        try {
            answer = closes.get();
        } finally {
            // Also where something is thrown that nobody expects: what is held is let go in the end.
            answer.ifPresentOrElse(told, this::askLater);
        }
    }

    private void askLater() {
        if (unsaid == 0) {
            LOG.warn(
                    "vxlan: nft does not say what is in the table {}, which may close the device; nothing is routed before it does, or has not {} times (see what keeps this host busy, and: nft list table {})",
                    NodeTable.NAME,
                    QUESTIONS,
                    NodeTable.NAME);
        }
        unsaid++;
        if (unsaid < QUESTIONS) {
            thread.schedule(PAUSE, this::ask);
        } else {
            LOG.warn("vxlan: nft has not said what is in the table {}: the device is taken for closed", NodeTable.NAME);
            told.accept(true);
        }
    }
}
