// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a data worker reports of one peer: when something last went out and came in, how much, and where the peer is.
 * The worker writes, without a fence; the control loop and status readers read values that may be a moment old. One
 * object lives as long as the peer is configured, over all its keypairs.
 */
public final class PeerActivity {

    /** Value of a time stamp when there was nothing yet. */
    public static final long NEVER = Long.MIN_VALUE;

    private static final int DATA_SENT = 0;
    private static final int SENT = 1;
    private static final int DATA_RECEIVED = 2;
    private static final int RECEIVED = 3;
    private static final int PACKETS_OUT = 4;
    private static final int BYTES_OUT = 5;
    private static final int PACKETS_IN = 6;
    private static final int BYTES_IN = 7;
    private static final int CELLS = 8;

    private final WorkerCells cells = new WorkerCells(CELLS);
    private final AtomicReference<@Nullable InetSocketAddress> remote = new AtomicReference<>();

    /** Nothing was sent or received yet, and nobody knows where the peer is. */
    PeerActivity() {
        for (int cell = DATA_SENT; cell <= RECEIVED; cell++) {
            cells.write(cell, NEVER);
        }
    }

    /** Worker: {@code packets} data frames with {@code bytes} octets of packets went out. */
    public void dataSent(long packets, long bytes, long nowNanos) {
        cells.add(PACKETS_OUT, packets);
        cells.add(BYTES_OUT, bytes);
        cells.write(DATA_SENT, nowNanos);
        cells.write(SENT, nowNanos);
    }

    /** Worker: an empty frame went out. */
    public void keepaliveSent(long nowNanos) {
        cells.write(SENT, nowNanos);
    }

    /** Worker: {@code packets} authentic data frames with {@code bytes} octets of packets came in. */
    public void dataReceived(long packets, long bytes, long nowNanos) {
        cells.add(PACKETS_IN, packets);
        cells.add(BYTES_IN, bytes);
        cells.write(DATA_RECEIVED, nowNanos);
        cells.write(RECEIVED, nowNanos);
    }

    /** Worker: an authentic empty frame came in. */
    public void keepaliveReceived(long nowNanos) {
        cells.write(RECEIVED, nowNanos);
    }

    /**
     * Sets where to send. The worker does so when an authentic frame comes from a new address (roaming), the control
     * loop when a handshake is answered; the later one wins.
     */
    public void learnRemote(InetSocketAddress address) {
        remote.setRelease(address);
    }

    /** Where to send; null until the peer was heard of or has an address in its configuration. Any thread. */
    public @Nullable InetSocketAddress remote() {
        return remote.getAcquire();
    }

    /** When the last packet went out, or {@link #NEVER}; in {@link System#nanoTime} terms. */
    public long dataSentNanos() {
        return cells.read(DATA_SENT);
    }

    /** When the last frame went out, keepalives included, or {@link #NEVER}. */
    public long sentNanos() {
        return cells.read(SENT);
    }

    /** When the last packet came in, or {@link #NEVER}. */
    public long dataReceivedNanos() {
        return cells.read(DATA_RECEIVED);
    }

    /** When the last authentic frame came in, keepalives included, or {@link #NEVER}. */
    public long receivedNanos() {
        return cells.read(RECEIVED);
    }

    /** Packets sent. */
    public long packetsOut() {
        return cells.read(PACKETS_OUT);
    }

    /** Octets of the packets sent, before sealing. */
    public long bytesOut() {
        return cells.read(BYTES_OUT);
    }

    /** Packets received. */
    public long packetsIn() {
        return cells.read(PACKETS_IN);
    }

    /** Octets of the packets received, after opening. */
    public long bytesIn() {
        return cells.read(BYTES_IN);
    }
}
