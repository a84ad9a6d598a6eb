// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one call has received, as far as it has come: of its first message, or of each one behind that. Tells once
 * when it is too much. Thread-safe: gRPC counts on the connection's event loop, the call begins on another thread.
 */
final class ReceivedOctets extends ServerStreamTracer {

    private static final Context.Key<ReceivedOctets> KEY = Context.key("hanse-received-octets");

    private final long firstLimit;
    private final long messageLimit;
    private long octets;
    private boolean introduced;
    private boolean told;
    private @Nullable Runnable onTooMany;
    private @Nullable Runnable onLargeMessage;

    ReceivedOctets(long firstLimit, long messageLimit) {
        this.firstLimit = firstLimit;
        this.messageLimit = messageLimit;
    }

    /** Of the call that begins on this thread; null: its server does not count. */
    static @Nullable ReceivedOctets current() {
        return KEY.get();
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    /** The body of another message begins. */
    @Override
    public synchronized void inboundMessage(int seqNo) {
        if (introduced) {
            octets = 0;
        }
    }

    @Override
    public synchronized void inboundWireSize(long bytes) {
        octets += bytes;
        tell();
    }

    /** Who wants to know when the first message is too large. */
    synchronized void onTooMany(Runnable action) {
        onTooMany = action;
        tell();
    }

    /** Who wants to know when one behind it is; the first who says so. */
    synchronized void onLargeMessage(Runnable action) {
        if (onLargeMessage == null) {
            onLargeMessage = action;
        }
    }

    /** The first message is here: from now on each one may be large. */
    synchronized void allowMore() {
        if (!introduced) {
            introduced = true;
            octets = 0;
        }
    }

    private void tell() {
        Runnable action = introduced ? onLargeMessage : onTooMany;
        if (octets > (introduced ? messageLimit : firstLimit) && !told && action != null) {
            told = true;
            action.run();
        }
    }
}
