// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import dev.hanse.e2e.tunnel.FlowEcho;
import java.net.InetAddress;
import java.util.concurrent.locks.LockSupport;

/**
 * A pod's traffic to a {@link FlowEcho}: {@code main(address, long transfers, idle connections, new connections per second)}. Runs until it is ended by a signal; {@link TrafficLog} reads what it
 * prints. It also tells how long it was not let run itself ({@code paused}), so that the machine's stalls are not taken for the tunnel's.
 */
public final class TrafficLoad {

    private static final int NAP_NANOS = 5_000_000;

    private TrafficLoad() {}

    /** As the class says. */
    public static void main(String[] args) {
        InetAddress address = InetAddress.ofLiteral(args[0]);
        int idle = Integer.parseInt(args[2]);
        Thread.ofPlatform().daemon().start(new LongTransfers(address, Integer.parseInt(args[1])));
        for (int i = 0; i < idle; i++) {
            Thread.ofVirtual().start(new IdleConnection(address, i * IdleConnection.SILENT_MILLIS / idle));
        }
        Thread.ofPlatform().daemon().start(new NewConnections(address, Integer.parseInt(args[3])));
        System.out.println("runs");
        while (true) {
            long before = System.nanoTime();
            LockSupport.parkNanos(NAP_NANOS);
            Told.gap("paused", before);
        }
    }
}
