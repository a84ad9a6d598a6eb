// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.PathSnapshot;
import dev.hanse.tunnel.path.PeerPath;
import dev.hanse.tunnel.path.WorkerPath;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.PeerActivity;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.session.SessionStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts what control loop and workers know into one status. */
final class StatusReport {

    private final ControlVerticle.Report report;
    private final PathSnapshot snapshot;
    private final List<WorkerPath> workers;

    StatusReport(ControlVerticle.Report report, PathSnapshot snapshot, List<WorkerPath> workers) {
        this.report = report;
        this.snapshot = snapshot;
        this.workers = workers;
    }

    List<PeerStatus> peers() {
        return report.paths().stream()
                .sorted(Comparator.comparing(path -> path.peer().toString()))
                .map(this::peer)
                .toList();
    }

    private PeerStatus peer(PathState path) {
        PeerId id = path.peer();
        List<PeerActivity> activities = activities(id);
        Optional<SessionStatus> newest = report.sessions().stream()
                .filter(session -> session.peer().equals(id) && session.age().isPresent())
                .min(Comparator.comparing(session -> session.age().orElse(Duration.ZERO)));
        return new PeerStatus(
                path,
                activities.stream().findFirst().map(PeerActivity::remote),
                newest.flatMap(SessionStatus::age),
                newest.flatMap(SessionStatus::suite),
                activities.stream().mapToLong(PeerActivity::packetsOut).sum(),
                activities.stream().mapToLong(PeerActivity::bytesOut).sum(),
                activities.stream().mapToLong(PeerActivity::packetsIn).sum(),
                activities.stream().mapToLong(PeerActivity::bytesIn).sum(),
                drops(id));
    }

    private List<PeerActivity> activities(PeerId id) {
        return IntStream.range(0, snapshot.sessions().workers().size())
                .mapToObj(worker -> snapshot.sessions().worker(worker).session(id))
                .filter(Objects::nonNull)
                .map(PeerSession::activity)
                .toList();
    }

    private Map<DropReason, Long> drops(PeerId id) {
        Map<DropReason, Long> sums = new EnumMap<>(DropReason.class);
        workers.stream()
                .flatMap(worker -> worker.peers().stream())
                .filter(peer -> peer.id().equals(id))
                .map(PeerPath::drops)
                .forEach(drops -> drops.addTo(sums));
        return sums;
    }

    /** Drops without a peer. */
    Map<DropReason, Long> drops() {
        Map<DropReason, Long> sums = new EnumMap<>(DropReason.class);
        workers.forEach(worker -> worker.drops().addTo(sums));
        return sums;
    }
}
