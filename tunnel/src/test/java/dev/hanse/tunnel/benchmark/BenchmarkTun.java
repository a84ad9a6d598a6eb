// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.tunnel.tun.TunQueue;
import java.util.OptionalInt;

/** A TUN queue that gives out one packet when asked to and counts what it gets. */
final class BenchmarkTun implements TunQueue {

    private byte[] packet = {};
    private int packets;
    private long octets;

    /** The next reads give {@code count} times this packet. */
    void offer(byte[] next, int count) {
        packet = next;
        packets = count;
    }

    /** Octets written so far. */
    long octets() {
        return octets;
    }

    @Override
    public int read(byte[] buffer) {
        if (packets == 0) {
            return 0;
        }
        packets--;
        System.arraycopy(packet, 0, buffer, 0, packet.length);
        return packet.length;
    }

    @Override
    public Written write(byte[] buffer, int offset, int length) {
        octets += length;
        return Written.TAKEN;
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }

    @Override
    public void onReady(Runnable handler) {
        // The benchmark calls the path itself.
    }
}
