// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.proto.v1.PathReport;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.peer.PeerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the control plane is told of the paths at the moment of the call: their states and what they carried. Any thread. */
public final class PathReports implements Supplier<PathReport> {

    private final PathWatch watch;
    private final Optional<TunnelPort> tunnel;

    /** @param tunnel counts what the paths carry; empty: there is none */
    public PathReports(PathWatch watch, Optional<TunnelPort> tunnel) {
        this.watch = watch;
        this.tunnel = tunnel;
    }

    @Override
    public PathReport get() {
        return PathMapper.toProto(watch.status().states(), traffic());
    }

    private Map<PeerId, Traffic> traffic() {
        return tunnel.map(port -> port.status().peers()).orElse(List.of()).stream()
                .collect(Collectors.toMap(peer -> peer.path().peer(), PeerStatus::traffic));
    }
}
