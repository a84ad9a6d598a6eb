// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import java.util.concurrent.TimeUnit;

/** How many answers of one kind may go: a hundred a second, and fifty at once (RFC 4443, section 2.4 (f)). Owned by one data worker. */
final class ReplyLimit {

    static final int AT_ONCE = 50;
    static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How many may go, in nanoseconds of waiting for them. */
    private long saved = AT_ONCE * EVERY_NANOS;

    private long lookedNanos;
    private boolean looked;

    /** Whether one may go. */
    boolean mayGo(long now) {
        if (looked) {
            saved = Math.min(saved + now - lookedNanos, AT_ONCE * EVERY_NANOS);
        }
        looked = true;
        lookedNanos = now;
        return saved >= EVERY_NANOS;
    }

    /** One goes that may. */
    void goes() {
        saved -= EVERY_NANOS;
    }
}
