// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.identity.Revocations;
import dev.hanse.controlplane.live.LiveFederation;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.peers.PathReports;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.net.time.NanoClock;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the exchange works with.
 *
 * @param clusterSet its name
 * @param addresses of the control plane, known once it serves, for the Welcome
 * @param times heartbeat and lease
 * @param loop that owns members, federation and paths
 * @param members of the cluster set
 * @param revocations that a stream is checked against when it begins
 * @param federation that streams feed and read
 * @param paths that gateways report
 * @param counters of what goes over streams
 * @param clock for people
 * @param nanoClock for intervals
 */
public record ExchangeParts(
        String clusterSet,
        Supplier<List<String>> addresses,
        LeaseTimes times,
        ControlLoop loop,
        Members members,
        Revocations revocations,
        LiveFederation federation,
        PathReports paths,
        ExchangeCounters counters,
        InstantSource clock,
        NanoClock nanoClock) {}
