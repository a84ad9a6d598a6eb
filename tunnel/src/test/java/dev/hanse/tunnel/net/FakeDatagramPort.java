// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Queue;

/** A port of a {@link Wan}. Batches what arrives as the kernel's receive offload does. */
public final class FakeDatagramPort implements DatagramPort {

    private static final int MAX_DATAGRAMS = 64;
    private static final int MAX_DATAGRAM_OCTETS = 1472;

    private final Wan wan;
    private InetSocketAddress address;
    private final Queue<Arrival> arrivals = new ArrayDeque<>();
    private Sent answer = Sent.TAKEN;
    private int sends;
    private long lost;

    private record Arrival(InetSocketAddress from, byte[] datagram) {}

    /** Where nobody finds it, until the network knows it by its address. */
    public FakeDatagramPort(Wan wan, InetSocketAddress address) {
        this.wan = wan;
        this.address = address;
    }

    /** Puts a datagram where the next {@link #receive} finds it. */
    public void arrive(InetSocketAddress from, byte[] datagram) {
        arrivals.add(new Arrival(from, datagram.clone()));
    }

    /** Has another address from now on, as on a host that was given one. */
    public void move(InetSocketAddress other) {
        address = other;
    }

    /** What comes of everything that is sent from now on. */
    public void answer(Sent answer) {
        this.answer = answer;
    }

    /** Says from now on that so many datagrams came and were lost. */
    public void lost(long datagrams) {
        lost = datagrams;
    }

    /** How often anything was sent. */
    public int sends() {
        return sends;
    }

    public boolean ready() {
        return !arrivals.isEmpty();
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
    public boolean receive(DatagramBurst burst) {
        Arrival first = arrivals.poll();
        if (first == null) {
            return false;
        }
        int octets = first.datagram().length;
        int length = append(burst, 0, first);
        while (continues(first, octets, length)) {
            Arrival next = arrivals.remove();
            length = append(burst, length, next);
            if (next.datagram().length < octets) {
                break;
            }
        }
        burst.filled(length, octets, first.from());
        return true;
    }

    private boolean continues(Arrival first, int octets, int length) {
        Arrival next = arrivals.peek();
        return next != null
                && octets > 0
                && next.from().equals(first.from())
                && next.datagram().length <= octets
                && next.datagram().length > 0
                && length + octets <= DatagramBurst.OCTETS;
    }

    private static int append(DatagramBurst burst, int length, Arrival arrival) {
        MemorySegment.copy(arrival.datagram(), 0, burst.memory(), JAVA_BYTE, length, arrival.datagram().length);
        return length + arrival.datagram().length;
    }

    @Override
    public Sent send(
            byte[] buffer, int offset, int length, int datagramOctets, InetSocketAddress remote, Carriage carriage) {
        if (length > MAX_SEND_OCTETS || (length + datagramOctets - 1) / datagramOctets > MAX_DATAGRAMS) {
            throw new AssertionError("more than a socket takes: " + length + " octets by " + datagramOctets);
        }
        if (datagramOctets > MAX_DATAGRAM_OCTETS && length > MAX_DATAGRAM_OCTETS) {
            return Sent.TOO_LARGE;
        }
        if (answer != Sent.TAKEN) {
            return answer;
        }
        sends++;
        for (int at = offset; at < offset + length; at += datagramOctets) {
            int end = Math.min(at + datagramOctets, offset + length);
            wan.carry(address, remote, Arrays.copyOfRange(buffer, at, end));
        }
        return Sent.TAKEN;
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public OptionalInt descriptor() {
        return OptionalInt.empty();
    }

    @Override
    public void onReady(Runnable handler) {
        // Tests call the path themselves.
    }

    @Override
    public void close() {
        wan.unbind(address);
    }
}
