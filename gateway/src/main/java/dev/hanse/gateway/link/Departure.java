// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.loop.ControlLoop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The link's end: the control plane is told, so that it gives the lease back and tells the peers, and has half a second
 * to say that it has heard.
 */
public final class Departure {

    private static final long HEARD_MILLIS = 500;

    private Departure() {}

    /** Ends the link. */
    public static AutoCloseable of(ExchangeLink link, ControlLoop loop) {
        return () -> {
            CountDownLatch left = new CountDownLatch(1);
            link.leave(left::countDown);
            boolean heard = left.await(HEARD_MILLIS, TimeUnit.MILLISECONDS);
            if (!heard) {
                loop.execute(link::close);
            }
        };
    }
}
