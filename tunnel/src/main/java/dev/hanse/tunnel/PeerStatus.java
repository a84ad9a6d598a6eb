// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.Traffic;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One peer as the endpoint sees it.
 *
 * @param path state of the path, with the peer's id
 * @param avoided whether flows take another peer with the same prefix, where there is one: the path is down, or answers are overdue, or the peer says that it stops
 * @param remoteAddress where worker 0 sends to; empty: not known yet
 * @param sessionAge age of the newest session; empty: none
 * @param cipher cipher of that session
 * @param workers how many data workers the peer has; empty: it has not said
 * @param byWorker what went through each of our workers, in order
 */
public record PeerStatus(
        PathState path,
        boolean avoided,
        Optional<InetSocketAddress> remoteAddress,
        Optional<Duration> sessionAge,
        Optional<CipherSuite> cipher,
        OptionalInt workers,
        List<Traffic> byWorker) {

    /** Copies the list. */
    public PeerStatus {
        byWorker = List.copyOf(byWorker);
    }

    /** What went through all workers. */
    public Traffic traffic() {
        return byWorker.stream().reduce(Traffic.NONE, Traffic::plus);
    }
}
