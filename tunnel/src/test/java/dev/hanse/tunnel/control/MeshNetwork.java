// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import dev.hanse.tunnel.net.FakeDatagramPort;
import dev.hanse.tunnel.net.Wan;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Carries datagrams between the gateways of a {@link Mesh}. Each direction of each pair has its delay, and may be cut; time is virtual and goes in milliseconds. What is under way when its direction
 * is cut, or when its receiver goes, is lost.
 */
final class MeshNetwork implements Wan {

    /** Longest way, milliseconds. */
    static final int MAX_DELAY = 40;

    private final int[][] delays;
    private final int[][] cuts;
    private final Map<InetSocketAddress, Bound> bound = new HashMap<>();
    private final List<List<Flight>> due = Stream.generate(() -> (List<Flight>) new ArrayList<Flight>())
            .limit(MAX_DELAY + 1)
            .toList();
    private long millis;
    private long carried;

    private record Bound(int gateway, FakeDatagramPort port) {}

    private record Flight(int sender, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {}

    MeshNetwork(int gateways, Random random) {
        delays = new int[gateways][gateways];
        cuts = new int[gateways][gateways];
        for (int[] row : delays) {
            for (int to = 0; to < row.length; to++) {
                row[to] = 1 + random.nextInt(MAX_DELAY);
            }
        }
    }

    long millis() {
        return millis;
    }

    /** Datagrams so far, lost ones included. */
    long carried() {
        return carried;
    }

    void bind(InetSocketAddress address, int gateway, FakeDatagramPort port) {
        if (bound.putIfAbsent(address, new Bound(gateway, port)) != null) {
            throw new AssertionError(address + " belongs to another gateway");
        }
    }

    @Override
    public void unbind(InetSocketAddress address) {
        bound.remove(address);
    }

    /** One cut more in one direction; it carries again when as many were {@link #mend}ed. */
    void cut(int from, int to) {
        cuts[from][to]++;
    }

    void mend(int from, int to) {
        cuts[from][to]--;
    }

    /** Whether both directions carry. */
    boolean connects(int one, int other) {
        return cuts[one][other] == 0 && cuts[other][one] == 0;
    }

    @Override
    public void carry(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        carried++;
        Bound sender = bound.get(from);
        Bound receiver = bound.get(to);
        if (sender != null && receiver != null && cuts[sender.gateway()][receiver.gateway()] == 0) {
            long arrival = millis + delays[sender.gateway()][receiver.gateway()];
            due.get((int) (arrival % due.size())).add(new Flight(sender.gateway(), from, to, datagram));
        }
    }

    /** A millisecond passes, and what is due arrives. */
    void advance() {
        millis++;
        List<Flight> arriving = due.get((int) (millis % due.size()));
        arriving.forEach(this::deliver);
        arriving.clear();
    }

    private void deliver(Flight flight) {
        Bound receiver = bound.get(flight.to());
        if (receiver != null && cuts[flight.sender()][receiver.gateway()] == 0) {
            receiver.port().arrive(flight.from(), flight.datagram());
        }
    }
}
