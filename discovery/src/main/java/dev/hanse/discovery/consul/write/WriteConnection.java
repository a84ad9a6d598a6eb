// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulRequests;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A connection for requests that come now and then: one that was not used for a while may have been closed, and is opened anew. Used by one thread. */
final class WriteConnection implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(15);

    private final ConsulRequests.Factory<? extends ConsulRequests> connections;
    private final LongSupplier nanos;
    private @Nullable ConsulRequests open;
    private long usedAt;

    WriteConnection(ConsulRequests.Factory<? extends ConsulRequests> connections, LongSupplier nanos) {
        this.connections = connections;
        this.nanos = nanos;
    }

    /** For requests at once. */
    ConsulRequests get() throws ConsulException {
        long now = nanos.getAsLong();
        if (open != null && now - usedAt > IDLE.toNanos()) {
            close();
        }
        if (open == null) {
            open = connections.open();
        }
        usedAt = now;
        return open;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
