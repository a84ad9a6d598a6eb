// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a data worker reports of one peer: when something last went out and came in, how much, and where the peer is. The worker
 * writes, without a fence; the control loop and status readers read values that may be a moment old. One object lives as long as the peer
 * is configured, over all its keypairs.
 */
@SuppressWarnings("UnusedVariable") // the fields are read through their handles
public final class PeerActivity {

    /** Value of a time stamp when there was nothing yet. */
    public static final long NEVER = Long.MIN_VALUE;

    private static final VarHandle DATA_SENT = field("dataSentNanos", long.class);
    private static final VarHandle SENT = field("sentNanos", long.class);
    private static final VarHandle DATA_RECEIVED = field("dataReceivedNanos", long.class);
    private static final VarHandle RECEIVED = field("receivedNanos", long.class);
    private static final VarHandle PACKETS_OUT = field("packetsOut", long.class);
    private static final VarHandle BYTES_OUT = field("bytesOut", long.class);
    private static final VarHandle PACKETS_IN = field("packetsIn", long.class);
    private static final VarHandle BYTES_IN = field("bytesIn", long.class);
    private static final VarHandle REMOTE = field("remote", InetSocketAddress.class);

    private long dataSentNanos = NEVER;
    private long sentNanos = NEVER;
    private long dataReceivedNanos = NEVER;
    private long receivedNanos = NEVER;
    private long packetsOut;
    private long bytesOut;
    private long packetsIn;
    private long bytesIn;
    private @Nullable InetSocketAddress remote;

    /** Worker: {@code packets} data frames with {@code bytes} octets of packets went out. */
    public void dataSent(long packets, long bytes, long nowNanos) {
        PACKETS_OUT.setOpaque(this, packetsOut + packets);
        BYTES_OUT.setOpaque(this, bytesOut + bytes);
        DATA_SENT.setOpaque(this, nowNanos);
        SENT.setOpaque(this, nowNanos);
    }

    /** Worker: an empty frame went out. */
    public void keepaliveSent(long nowNanos) {
        SENT.setOpaque(this, nowNanos);
    }

    /** Worker: {@code packets} authentic data frames with {@code bytes} octets of packets came in. */
    public void dataReceived(long packets, long bytes, long nowNanos) {
        PACKETS_IN.setOpaque(this, packetsIn + packets);
        BYTES_IN.setOpaque(this, bytesIn + bytes);
        DATA_RECEIVED.setOpaque(this, nowNanos);
        RECEIVED.setOpaque(this, nowNanos);
    }

    /** Worker: an authentic empty frame came in. */
    public void keepaliveReceived(long nowNanos) {
        RECEIVED.setOpaque(this, nowNanos);
    }

    /**
     * Sets where to send. The worker does so when an authentic frame comes from a new address (roaming), the control loop when a
     * handshake is answered; the later one wins.
     */
    public void learnRemote(InetSocketAddress address) {
        REMOTE.setRelease(this, address);
    }

    /** Where to send; null until the peer was heard of or has an address in its configuration. Any thread. */
    public @Nullable InetSocketAddress remote() {
        return (InetSocketAddress) REMOTE.getAcquire(this);
    }

    /** When the last packet went out, or {@link #NEVER}; in {@link System#nanoTime} terms. */
    public long dataSentNanos() {
        return (long) DATA_SENT.getOpaque(this);
    }

    /** When the last frame went out, keepalives included, or {@link #NEVER}. */
    public long sentNanos() {
        return (long) SENT.getOpaque(this);
    }

    /** When the last packet came in, or {@link #NEVER}. */
    public long dataReceivedNanos() {
        return (long) DATA_RECEIVED.getOpaque(this);
    }

    /** When the last authentic frame came in, keepalives included, or {@link #NEVER}. */
    public long receivedNanos() {
        return (long) RECEIVED.getOpaque(this);
    }

    /** Packets sent. */
    public long packetsOut() {
        return (long) PACKETS_OUT.getOpaque(this);
    }

    /** Octets of the packets sent, before sealing. */
    public long bytesOut() {
        return (long) BYTES_OUT.getOpaque(this);
    }

    /** Packets received. */
    public long packetsIn() {
        return (long) PACKETS_IN.getOpaque(this);
    }

    /** Octets of the packets received, after opening. */
    public long bytesIn() {
        return (long) BYTES_IN.getOpaque(this);
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(PeerActivity.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
