// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.PathSnapshot;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.path.WorkerPath;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.session.SessionStatus;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts what control loop and workers know into one status. */
final class StatusReport {

    private final ControlVerticle.Report report;
    private final PathSnapshot snapshot;
    private final List<WorkerPath> workers;
    private final long lostByDevice;
    private final Map<PeerId, OptionalInt> announced;
    private final Map<PeerId, SessionStatus> newest;

    StatusReport(ControlVerticle.Report report, PathSnapshot snapshot, List<WorkerPath> workers, long lostByDevice) {
        this.report = report;
        this.snapshot = snapshot;
        this.workers = workers;
        this.lostByDevice = lostByDevice;
        announced = snapshot.peers().stream()
                .collect(Collectors.toMap(PeerConfig::id, PeerConfig::workers, (first, again) -> first));
        newest = report.sessions().stream()
                .filter(session -> session.age().isPresent())
                .collect(Collectors.toMap(
                        SessionStatus::peer,
                        Function.identity(),
                        BinaryOperator.minBy(
                                Comparator.comparing(session -> session.age().orElseThrow()))));
    }

    List<PeerStatus> peers() {
        return report.paths().stream()
                .sorted(Comparator.comparing(path -> path.peer().toString()))
                .map(this::peer)
                .toList();
    }

    private PeerStatus peer(PathState path) {
        PeerId id = path.peer();
        Optional<SessionStatus> session = Optional.ofNullable(newest.get(id));
        return new PeerStatus(
                path,
                snapshot.avoided().contains(id) || snapshot.down().contains(id),
                remote(id),
                session.flatMap(SessionStatus::age),
                session.flatMap(SessionStatus::suite),
                announced.getOrDefault(id, OptionalInt.empty()),
                workers.stream().map(worker -> worker.traffic(id)).toList());
    }

    private Optional<InetSocketAddress> remote(PeerId id) {
        PeerSession session = snapshot.sessions().worker(0).session(id);
        return session == null
                ? Optional.empty()
                : Optional.ofNullable(session.activity().remote());
    }

    /** Drops without a peer. */
    Map<DropReason, Long> drops() {
        Map<DropReason, Long> sums = new HashMap<>(workers.stream()
                .map(WorkerPath::dropped)
                .reduce(Traffic.NONE, Traffic::plus)
                .drops());
        if (lostByDevice > 0) {
            sums.put(DropReason.TUN_QUEUE_FULL, lostByDevice);
        }
        return sums;
    }
}
