// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one call has received, message by message as far as they have come, and tells once when it is too much.
 * Thread-safe: gRPC counts on the connection's event loop, the call begins on another thread.
 */
final class ReceivedOctets extends ServerStreamTracer {

    private static final Context.Key<ReceivedOctets> KEY = Context.key("hanse-received-octets");

    private final long limit;
    private long octets;
    private boolean unlimited;
    private @Nullable Runnable onTooMany;

    ReceivedOctets(long limit) {
        this.limit = limit;
    }

    /** Of the call that begins on this thread; null: its server does not count. */
    static @Nullable ReceivedOctets current() {
        return KEY.get();
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    @Override
    public synchronized void inboundWireSize(long bytes) {
        octets += bytes;
        tell();
    }

    /** From now on somebody wants to know. */
    synchronized void onTooMany(Runnable action) {
        onTooMany = action;
        tell();
    }

    /** From now on it may be any number. */
    synchronized void allowMore() {
        unlimited = true;
    }

    private void tell() {
        if (octets > limit && !unlimited && onTooMany != null) {
            unlimited = true;
            onTooMany.run();
        }
    }
}
