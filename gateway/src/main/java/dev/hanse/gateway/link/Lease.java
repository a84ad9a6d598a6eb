// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.loop.ControlLoop;
import java.time.Duration;
import java.util.function.Consumer;

/** Watches that the other end of a stream is heard. Belongs to the control loop. */
final class Lease {

    private static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOOKS = 4;

    private final ControlLoop loop;
    private final Consumer<String> silent;
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private boolean heard;

    /** @param silent is told, once, that nothing was heard for too long */
    Lease(ControlLoop loop, Consumer<String> silent) {
        this.loop = loop;
        this.silent = silent;
    }

    /** The first answer must come in time. */
    void awaitWelcome() {
        timer = loop.schedule(
                WELCOME_TIMEOUT, () -> silent.accept("no Welcome within " + WELCOME_TIMEOUT.toSeconds() + " s"));
    }

    /** The first answer is there: from now on a lease holds for this long without another. */
    void hold(Duration length) {
        timer.cancel();
        look(length.dividedBy(LOOKS), 0);
    }

    void heard() {
        heard = true;
    }

    void cancel() {
        timer.cancel();
    }

    /** Looks four times in a lease whether anything was heard; tells after a whole lease of silence. */
    private void look(Duration quarter, int silentQuarters) {
        timer = loop.schedule(quarter, () -> {
            int quiet = heard ? 0 : silentQuarters + 1;
            heard = false;
            if (quiet >= LOOKS) {
                silent.accept("nothing heard for the lease of "
                        + quarter.multipliedBy(LOOKS).toMillis() + " ms");
            } else {
                look(quarter, quiet);
            }
        });
    }
}
