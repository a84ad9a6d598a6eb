// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.net.DatagramPort;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A port whose datagrams come in at another one; room for what one burst sends, with no allocation once that room is there. */
final class BenchmarkWire implements DatagramPort {

    private static final int MAX_DATAGRAMS = 64;

    private final InetSocketAddress address;
    private final List<Run> runs = new ArrayList<>();
    private BenchmarkWire other = this;
    private int waiting;
    private int taken;

    private static final class Run {
        final byte[] buffer = new byte[DatagramBurst.OCTETS];
        int length;
        int datagramOctets;
    }

    BenchmarkWire(InetSocketAddress address) {
        this.address = address;
    }

    void connect(BenchmarkWire peer) {
        other = peer;
        peer.other = this;
    }

    @Override
    public Sent send(
            byte[] buffer, int offset, int length, int datagramOctets, InetSocketAddress remote, Carriage carriage) {
        other.arrive(buffer, offset, length, datagramOctets);
        return Sent.TAKEN;
    }

    private void arrive(byte[] buffer, int offset, int length, int datagramOctets) {
        if (waiting == runs.size()) {
            runs.add(new Run());
        }
        Run run = runs.get(waiting++);
        System.arraycopy(buffer, offset, run.buffer, 0, length);
        run.length = length;
        run.datagramOctets = datagramOctets;
    }

    @Override
    public boolean receive(DatagramBurst burst) {
        if (taken == waiting) {
            taken = 0;
            waiting = 0;
            return false;
        }
        Run run = runs.get(taken++);
        MemorySegment.copy(run.buffer, 0, burst.memory(), JAVA_BYTE, 0, run.length);
        burst.filled(run.length, run.datagramOctets, other.address);
        return true;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public int maxDatagrams() {
        return MAX_DATAGRAMS;
    }

    @Override
    public long lost() {
        return 0;
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }

    @Override
    public void onReady(Runnable handler) {
        // The benchmark calls the path itself.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
