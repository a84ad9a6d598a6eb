// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import dev.hanse.gateway.checks.Finding;
import dev.hanse.proto.v1.HostFinding;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.peer.PeerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the control plane is told at the moment of the call: states of the paths, what they carried, what was found on the host. Any thread. */
public final class PathReports implements Supplier<PathReport> {

    /** The control plane leaves out more. */
    private static final int MAX_FINDINGS = 16;

    private final PathWatch watch;
    private final Optional<TunnelPort> tunnel;
    private final Supplier<List<Finding>> host;

    /**
     * @param tunnel counts what the paths carry; empty: there is none
     * @param host what was found on this host
     */
    public PathReports(PathWatch watch, Optional<TunnelPort> tunnel, Supplier<List<Finding>> host) {
        this.watch = watch;
        this.tunnel = tunnel;
        this.host = host;
    }

    @Override
    public PathReport get() {
        return PathMapper.toProto(watch.status().states(), traffic()).toBuilder()
                .addAllFindings(host.get().stream()
                        .limit(MAX_FINDINGS)
                        .map(PathReports::toProto)
                        .toList())
                .build();
    }

    private static HostFinding toProto(Finding finding) {
        return HostFinding.newBuilder()
                .setCode(finding.code().name())
                .setText(finding.text())
                .setRemedy(finding.remedy())
                .build();
    }

    private Map<PeerId, Traffic> traffic() {
        return tunnel.map(port -> port.status().peers()).orElse(List.of()).stream()
                .collect(Collectors.toMap(peer -> peer.path().peer(), PeerStatus::traffic));
    }
}
