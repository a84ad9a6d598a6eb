// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the device up and its routes in place, whoever takes them away: compares what the kernel has with what is wanted where the kernel says that something has changed.
 * Thread-safe.
 */
public final class DeviceGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceGuard.class);

    /** How often {@link #check} is to be called: what was taken away is back within this time and what a repair takes. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    /** Checks without news between two attempts at what failed: five seconds. */
    private static final int PAUSE = 20;

    private final DeviceRoutes routes;
    private final DeviceState state;
    private final Runnable gone;
    private boolean goneSaid;
    private boolean due;
    private int pause;
    private String trouble = "";
    private boolean closed;

    /**
     * Looks at the first {@link #check}.
     *
     * @param routes of the device
     * @param state of it
     * @param gone is told, once, when somebody else has deleted it; must not block
     */
    public DeviceGuard(DeviceRoutes routes, DeviceState state, Runnable gone) {
        this.routes = routes;
        this.state = state;
        this.gone = gone;
    }

    /** Puts back what was taken away; nothing after {@link #close}. Blocks. */
    public synchronized void check() {
        if (closed) {
            return;
        }
        boolean news = state.mayHaveChanged(routes.wanted());
        due |= news;
        if (due && (news || pause-- <= 0)) {
            due = !isRepaired();
            pause = PAUSE;
        }
    }

    /** False: it has to be looked at again. */
    private boolean isRepaired() {
        try {
            boolean repaired = repair();
            trouble = "";
            return repaired;
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(trouble)) {
                trouble = message;
                LOG.warn(
                        "the tunnel's device and routes cannot be read, and are not put back where somebody takes them away: {}",
                        message);
            }
            return false;
        }
    }

    private boolean repair() throws IOException {
        routes.restoreBehind(state.unreachable());
        switch (state.link()) {
            case UP -> restoreRoutes();
            case DOWN -> {
                if (!routes.bringUpAgain()) {
                    return false;
                }
                restoreRoutes();
            }
            case GONE -> onGone();
        }
        return true;
    }

    private void restoreRoutes() throws IOException {
        routes.restoreThrough(state.routes());
    }

    private void onGone() {
        if (!goneSaid) {
            goneSaid = true;
            LOG.error("the tunnel's device was deleted by somebody else; it is made anew");
            gone.run();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            state.close();
        }
    }
}
